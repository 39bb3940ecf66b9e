package io.github.mmap4j.fork;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;

import io.github.mmap4j.Mmap;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.Path;

/** Uses views after a resize of each kind of mapping, and after close. Argument: a file. */
final class ViewsProgram {
  private ViewsProgram() {}

  public static void main(String[] args) throws IOException {
    Path path = Path.of(args[0]);
    try (PatternFile _ = new PatternFile(path)) {
      Mmap mmap = Mmap.open(path);
      SeekableByteChannel channel = mmap.asChannel();
      InputStream in = mmap.inputStream();
      OutputStream out = mmap.outputStream();
      long[] lengths = {
        PatternFile.LENGTH + 1, 1000L * PatternFile.LENGTH, PatternFile.LEFT, PatternFile.LEFT - 1
      };
      for (long length : lengths) {
        Check.Body[] uses = usesOfViews(mmap);
        mmap.resize(length);
        throwIllegalState(uses, "resize to " + length);
        Check.same(length, channel.size(), "the channel's size");
        Check.same(length - channel.position(), (long) in.available(), "what the stream has");
        Check.same(1, channel.read(ByteBuffer.allocate(1)), "bytes that the channel read");
        Check.same(PatternFile.at(channel.position() - 1), in.read(), "the stream's next byte");
        out.write(PatternFile.at(channel.position() - 1));
      }
      Check.Body[] uses = usesOfViews(mmap);
      mmap.close();
      throwIllegalState(uses, "close");
      Check.thrown(ClosedChannelException.class, () -> channel.read(ByteBuffer.allocate(1)));
      Check.thrown(ClosedChannelException.class, channel::size);
      Check.thrown(IOException.class, in::read);
      Check.thrown(IOException.class, () -> out.write(1));
    }
    System.out.println("no view outlives its memory");
  }

  private static Check.Body[] usesOfViews(Mmap mmap) {
    MemorySegment segment = mmap.asSegment();
    MemorySegment slice = segment.asSlice(10, 10);
    ByteBuffer buffer = mmap.asByteBuffer(1, 100);
    ByteBuffer duplicate = buffer.duplicate();
    ByteBuffer sliced = buffer.slice(1, 10).asReadOnlyBuffer();
    ByteBuffer ofSlice = slice.asByteBuffer();
    return new Check.Body[] {
      () -> segment.get(JAVA_BYTE, 0),
      () -> segment.set(JAVA_BYTE, 0, (byte) 0),
      () -> segment.fill((byte) 0),
      () -> slice.get(JAVA_BYTE, 0),
      () -> MemorySegment.ofArray(new byte[10]).copyFrom(slice),
      () -> buffer.get(0),
      () -> buffer.put(0, (byte) 0),
      () -> duplicate.get(0),
      () -> duplicate.get(new byte[5]),
      () -> sliced.get(0),
      () -> ofSlice.get(0),
      () -> buffer.duplicate().asLongBuffer().get(0)
    };
  }

  private static void throwIllegalState(Check.Body[] uses, String after) {
    for (int i = 0; i < uses.length; i++) {
      try {
        Check.thrown(IllegalStateException.class, uses[i]);
      } catch (AssertionError e) {
        throw new AssertionError("use " + i + " after " + after + ": " + e.getMessage(), e);
      }
    }
  }
}
