package io.github.mmap4j.oracle;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.US_ASCII;

import io.github.mmap4j.Access;
import io.github.mmap4j.Advice;
import io.github.mmap4j.MapFlag;
import io.github.mmap4j.Mmap;
import io.github.mmap4j.MmapBuilder;
import io.github.mmap4j.Protection;
import io.github.mmap4j.Sync;
import io.github.mmap4j.Whence;
import io.github.mmap4j.harness.Form;
import io.github.mmap4j.internal.os.NativeAccess;
import io.github.mmap4j.internal.os.SystemCalls;
import io.github.mmap4j.search.Finder;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.reflect.InvocationTargetException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.PrimitiveIterator;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

// This file is long because it has a case for each operation.
/**
 * Runs the operations that judge.py describes on {@link Mmap}, and answers in the same words;
 * errors are {@link ErrorKind}s. The text of an operation alone decides which overload it calls, so
 * it always calls the same one.
 */
final class Replay implements AutoCloseable {
  private static final Pattern FIELD = Pattern.compile("=([^,\\]]*)");
  private static final int NO_DESCRIPTOR = 9999;
  private static final int PADDING = 3;

  private final Path path;
  private final FileChannel file;
  private FileChannel mapped; // needed by a channel's mapping for size and resize
  private Mmap mmap;

  Replay(Path path) throws IOException {
    this.path = path;
    file =
        FileChannel.open(
            path, StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE);
  }

  /** Returns the mapping that the last successful {@code map} has made, or null. */
  Mmap mmap() {
    return mmap;
  }

  boolean isOpen() {
    return mmap != null && !mmap.isClosed();
  }

  /** Runs an operation and returns its result. */
  String answer(String operation) {
    Call call = new Call(operation);
    try {
      return call.run();
    } catch (IOException | RuntimeException e) {
      return ErrorKind.answer(e);
    }
  }

  /** Returns the position and the length. */
  String state() {
    return isOpen() ? "@" + mmap.tell() + " #" + mmap.length() : "@- #-";
  }

  /** Returns the checksums of the file's bytes and of the memory's. */
  String checksums() throws IOException {
    return PythonBytes.checksum(ByteBuffer.wrap(fileBytes()))
        + " "
        + (isOpen() ? PythonBytes.checksum(mmap.asSegment().asByteBuffer()) : "-");
  }

  long fileSize() throws IOException {
    return file.size();
  }

  /** Returns the bytes of the file, read without the mapping. */
  byte[] fileBytes() throws IOException {
    ByteBuffer bytes = ByteBuffer.allocate(Math.toIntExact(file.size()));
    while (bytes.hasRemaining() && file.read(bytes, bytes.position()) >= 0) {}
    return bytes.array();
  }

  @Override
  public void close() throws IOException {
    closeMapping();
    file.close();
  }

  private void closeMapping() throws IOException {
    if (mmap != null) {
      mmap.close();
    }
    if (mapped != null) {
      mapped.close();
      mapped = null;
    }
  }

  private void write(byte[] unit, int length) throws IOException {
    closeMapping();
    byte[] content = new byte[length];
    for (int i = 0; i < length; i++) {
      content[i] = unit[i % unit.length];
    }
    file.truncate(0);
    ByteBuffer left = ByteBuffer.wrap(content);
    while (left.hasRemaining()) {
      file.write(left, left.position());
    }
  }

  /** One operation: its words, and the overload that it calls. */
  private final class Call {
    private final String[] words;
    private final int variant;

    Call(String operation) {
      words = operation.split(" ");
      variant = operation.hashCode() >>> 1;
    }

    private boolean either() {
      return variant % 2 == 0;
    }

    private String word(int i) {
      return words[i];
    }

    private long number(int i) {
      return Long.parseLong(words[i]);
    }

    private int integer(int i) {
      return Integer.parseInt(words[i]);
    }

    String run() throws IOException {
      return switch (word(0)) {
        case "file" -> file();
        case "map" -> map();
        case "len" -> "" + mmap.length();
        case "get" -> "" + mmap.get(number(1));
        case "set" -> done(() -> mmap.set(number(1), integer(2)));
        case "slice" -> PythonBytes.shown(slice());
        case "assign" -> done(this::assign);
        case "contains" -> "" + mmap.contains(integer(1));
        case "forwards" -> forwards();
        case "backwards" -> backwards();
        case "find", "rfind", "count" -> "" + search();
        case "read" -> PythonBytes.shown(words.length == 1 ? mmap.read() : mmap.read(number(1)));
        case "readbyte" -> "" + mmap.readByte();
        case "readline" -> PythonBytes.shown(mmap.readLine());
        case "readtext" -> PythonBytes.shown(mmap.readLine(ISO_8859_1).getBytes(ISO_8859_1));
        case "write" -> "" + write();
        case "writebyte" -> done(() -> mmap.writeByte(integer(1)));
        case "seek" -> "" + seek();
        case "tell" -> "" + mmap.tell();
        case "seekable" -> "" + mmap.seekable();
        case "size" -> "" + mmap.size();
        case "move" -> done(() -> mmap.move(number(1), number(2), number(3)));
        case "flush" -> done(this::flush);
        case "sync" -> done(this::sync);
        case "setname" -> done(() -> mmap.setName(word(1)));
        case "madvise" -> done(this::madvise);
        case "resize" -> done(() -> mmap.resize(number(1)));
        case "close" -> done(mmap::close);
        case "closed" -> "" + mmap.isClosed();
        case "text" -> text();
        default -> throw new AssertionError("no such operation: " + word(0));
      };
    }

    private interface Action {
      void run() throws IOException;
    }

    private String done(Action action) throws IOException {
      action.run();
      return "-";
    }

    // ---- making one

    private String file() throws IOException {
      byte[] unit = PythonBytes.parse(word(1));
      Replay.this.write(unit, words.length == 2 ? unit.length : integer(2));
      return "-";
    }

    private String map() throws IOException {
      closeMapping();
      if (words.length == 5 && number(3) == 0 && number(4) == 0 && word(1).equals("path")) {
        Access access = Access.valueOf(word(2));
        mmap = access == Access.DEFAULT && either() ? Mmap.open(path) : Mmap.open(path, access);
        return "-";
      }
      if (words.length == 5
          && word(1).equals("anon")
          && word(2).equals("DEFAULT")
          && number(4) == 0) {
        mmap = Mmap.anonymous(number(3));
        return "-";
      }
      MmapBuilder builder = Mmap.builder();
      int fd = source(builder);
      try {
        mmap = options(builder).map();
      } finally {
        if (fd >= 0) {
          NativeAccess.os().close(fd);
        }
      }
      return "-";
    }

    /** Returns the descriptor to close after mapping, or -1. */
    private int source(MmapBuilder builder) throws IOException {
      SystemCalls os = NativeAccess.os();
      int fd =
          switch (word(1)) {
            case "fd:r" -> os.open(bytes(path), false);
            case "fd:rw" -> os.open(bytes(path), true);
            case "dir" -> os.open(bytes(path.getParent()), false);
            case "zero" -> os.open(bytes(Path.of("/dev/zero")), true);
            default -> -1;
          };
      switch (word(1)) {
        case "path" -> builder.path(path);
        case "channel" -> {
          mapped = FileChannel.open(path, StandardOpenOption.READ, StandardOpenOption.WRITE);
          builder.channel(mapped);
        }
        case "anon" -> {
          if (either()) {
            builder.anonymous();
          } else {
            builder.fileno(-1);
          }
        }
        case "bad" -> builder.fileno(NO_DESCRIPTOR);
        default -> builder.fileno(fd);
      }
      return fd;
    }

    private static byte[] bytes(Path path) {
      return path.toString().getBytes(US_ASCII);
    }

    private MmapBuilder options(MmapBuilder builder) {
      builder.access(Access.valueOf(word(2))).length(number(3)).offset(number(4));
      for (String option : Arrays.asList(words).subList(5, words.length)) {
        String[] names = option.substring(option.indexOf('=') + 1).split("\\|");
        if (names[0].isEmpty()) {
          names = new String[0];
        }
        if (option.equals("trackfd=no")) {
          builder.trackFd(false);
        } else if (option.startsWith("flags=")) {
          builder.flags(Arrays.stream(names).map(MapFlag::valueOf).toArray(MapFlag[]::new));
        } else {
          builder.protection(Arrays.stream(names).map(Call::protection).toArray(Protection[]::new));
        }
      }
      return either() ? builder : builder.confined();
    }

    private static Protection protection(String letter) {
      return switch (letter) {
        case "R" -> Protection.READ;
        case "W" -> Protection.WRITE;
        case "X" -> Protection.EXEC;
        default -> throw new AssertionError("no such protection: " + letter);
      };
    }

    // ---- bytes

    private byte[] slice() {
      return switch (words.length) {
        case 2 -> mmap.getSlice(start(1, 1));
        case 3 -> mmap.getSlice(start(1, 1), stop(2, 1));
        default -> mmap.getSlice(start(1, step(3)), stop(2, step(3)), step(3));
      };
    }

    private long step(int i) {
      return word(i).equals("~") ? 1 : number(i);
    }

    private long start(int i, long step) {
      return word(i).equals("~") ? step < 0 ? Long.MAX_VALUE : Long.MIN_VALUE : number(i);
    }

    private long stop(int i, long step) {
      return word(i).equals("~") ? step < 0 ? Long.MIN_VALUE : Long.MAX_VALUE : number(i);
    }

    private Object assign() throws IOException {
      long step = words.length == 5 ? step(4) : 1;
      return switch (words.length) {
        case 3 -> overload("setSlice", start(2, step), argument());
        case 4 -> overload("setSlice", start(2, step), stop(3, step), argument());
        default -> overload("setSlice", start(2, step), stop(3, step), step, argument());
      };
    }

    private String forwards() {
      ByteArrayOutputStream bytes = new ByteArrayOutputStream();
      if (either()) {
        for (PrimitiveIterator.OfInt all = mmap.iterator(); all.hasNext(); ) {
          bytes.write(all.nextInt());
        }
      } else {
        for (int value : mmap) {
          bytes.write(value);
        }
      }
      return PythonBytes.shown(bytes.toByteArray());
    }

    private String backwards() {
      ByteArrayOutputStream bytes = new ByteArrayOutputStream();
      for (int value : mmap.reversed()) {
        bytes.write(value);
      }
      return PythonBytes.shown(bytes.toByteArray());
    }

    // ---- search

    /** Calls {@code find}, {@code rfind} or {@code count}, which take the same arguments. */
    private Object search() throws IOException {
      return switch (words.length) {
        case 2 -> overload(word(0), Form.sought(argument()));
        case 3 -> overload(word(0), Form.sought(argument()), number(2));
        default -> overload(word(0), Form.sought(argument()), number(2), number(3));
      };
    }

    /** Calls the method of Mmap that takes exactly these arguments. */
    private Object overload(String method, Object... arguments) throws IOException {
      Class<?>[] types = Arrays.stream(arguments).map(Call::declared).toArray(Class<?>[]::new);
      try {
        return Mmap.class.getMethod(method, types).invoke(mmap, arguments);
      } catch (InvocationTargetException e) {
        switch (e.getCause()) {
          case IOException thrown -> throw thrown;
          case RuntimeException thrown -> throw thrown;
          default -> throw new AssertionError(e.getCause());
        }
      } catch (ReflectiveOperationException e) {
        throw new AssertionError(e);
      }
    }

    private static Class<?> declared(Object argument) {
      return switch (argument) {
        case Long _ -> long.class;
        case byte[] _ -> byte[].class;
        case Finder _ -> Finder.class;
        case ByteBuffer _ -> ByteBuffer.class;
        case MemorySegment _ -> MemorySegment.class;
        default -> throw new AssertionError(argument);
      };
    }

    // ---- the file

    private long write() {
      return switch (argument()) {
        case byte[] b -> {
          if (either()) {
            yield mmap.write(b);
          }
          byte[] padded = new byte[PADDING + b.length + 1];
          System.arraycopy(b, 0, padded, PADDING, b.length);
          yield mmap.write(padded, PADDING, b.length);
        }
        case ByteBuffer b -> mmap.write(b);
        case MemorySegment b -> mmap.write(b);
        default -> throw new AssertionError();
      };
    }

    private long seek() {
      return words.length == 2
          ? mmap.seek(number(1))
          : mmap.seek(number(1), Whence.valueOf(word(2)));
    }

    // ---- memory

    private void flush() throws IOException {
      if (words.length == 1) {
        mmap.flush();
      } else if (words.length == 2) {
        mmap.flush(number(1));
      } else if (either()) {
        mmap.flush(number(1), number(2));
      } else {
        mmap.flush(number(1), number(2), Sync.SYNC);
      }
    }

    private void sync() throws IOException {
      Sync[] flags = Arrays.stream(word(1).split("\\|")).map(Sync::valueOf).toArray(Sync[]::new);
      switch (words.length) {
        case 2 -> mmap.flush(flags);
        case 3 -> mmap.flush(number(2), -1, flags);
        default -> mmap.flush(number(2), number(3), flags);
      }
    }

    private void madvise() throws IOException {
      Advice advice = Advice.valueOf(word(1));
      switch (words.length) {
        case 2 -> mmap.madvise(advice);
        case 3 -> mmap.madvise(advice, number(2));
        default -> mmap.madvise(advice, number(2), number(3));
      }
    }

    // ---- the end

    private String text() {
      return FIELD
          .matcher(mmap.toString())
          .results()
          .map((MatchResult field) -> field.group(1))
          .collect(Collectors.joining(" "));
    }

    // ---- bytes given: an array, a buffer or a segment

    private Object argument() {
      if (word(1).startsWith("own:")) {
        return own();
      }
      byte[] bytes = PythonBytes.parse(word(1));
      return switch (variant / 2 % 4) {
        case 0 -> bytes;
        case 1 -> {
          ByteBuffer padded = ByteBuffer.allocate(PADDING + bytes.length + 1);
          padded.put(PADDING, bytes).position(PADDING).limit(PADDING + bytes.length);
          yield padded;
        }
        case 2 ->
            ByteBuffer.allocateDirect(bytes.length + 1)
                .put(1, bytes)
                .position(1)
                .asReadOnlyBuffer();
        default ->
            Arena.ofAuto()
                .allocate(bytes.length + 1L)
                .asSlice(1)
                .copyFrom(MemorySegment.ofArray(bytes));
      };
    }

    /** Returns a range of the mapping's own memory, clipped at its end as a slice is. */
    private Object own() {
      String[] range = word(1).split(":");
      MemorySegment all = mmap.asSegment();
      long from = Math.min(Long.parseLong(range[1]), all.byteSize());
      long count = Math.min(Long.parseLong(range[2]), all.byteSize() - from);
      return either() ? all.asSlice(from, count) : mmap.asByteBuffer(from, Math.toIntExact(count));
    }
  }
}
