package io.github.mmap4j.fork;

import io.github.mmap4j.MapFlag;
import io.github.mmap4j.Mmap;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.Pipe;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;

/** Closes and resizes mappings while the kernel reads a pipe into them. Argument: a file. */
final class InUseProgram {
  private InUseProgram() {}

  public static void main(String[] args) throws Exception {
    Path path = Path.of(args[0]);
    try (PatternFile _ = new PatternFile(path);
        FileChannel channel =
            FileChannel.open(path, StandardOpenOption.READ, StandardOpenOption.WRITE)) {
      inUse(Mmap.open(path), path);
      inUse(Mmap.builder().channel(channel).map(), path);
      inUse(Mmap.anonymous(PatternFile.LENGTH), null);
      inUse(
          Mmap.builder().anonymous().flags(MapFlag.PRIVATE).length(PatternFile.LENGTH).map(), null);
    }
  }

  private static void inUse(Mmap mmap, Path file) throws Exception {
    Pipe pipe = Pipe.open();
    ByteBuffer buffer = mmap.asByteBuffer(5, 1);
    Thread reader =
        Thread.ofPlatform()
            .daemon()
            .start(() -> Check.thrown(Ended.class, () -> read(pipe, buffer)));
    while (!isReading(reader)) {
      Thread.onSpinWait();
    }
    mmap.set(5, 1);
    refused(mmap::close);
    refused(() -> mmap.resize(PatternFile.LENGTH - 1));
    refused(() -> mmap.resize(3L * PatternFile.LENGTH));
    refused(mmap::close);
    Check.that(!mmap.isClosed(), "it is closed all the same");
    Check.same((long) PatternFile.LENGTH, mmap.length(), "the length");
    if (file != null) {
      Check.same((long) PatternFile.LENGTH, Files.size(file), "the file's size");
    }
    Check.same(1, mmap.get(5), "the byte before the read");
    pipe.sink().write(ByteBuffer.wrap(new byte[] {77}));
    reader.join();
    Check.same(77, mmap.get(5), "the byte read");
    mmap.set(5, PatternFile.at(5));
    mmap.resize(2L * PatternFile.LENGTH);
    mmap.resize(PatternFile.LENGTH);
    mmap.close();
    Check.that(mmap.isClosed(), "close after the read did not work");
    System.out.println("in use");
  }

  private static final class Ended extends Exception {
    private static final long serialVersionUID = 1;
  }

  private static void read(Pipe pipe, ByteBuffer buffer) throws IOException, Ended {
    pipe.source().read(buffer);
    throw new Ended();
  }

  private static boolean isReading(Thread thread) {
    return Arrays.stream(thread.getStackTrace())
        .anyMatch(frame -> frame.getMethodName().startsWith("read0"));
  }

  private static void refused(Check.Body body) {
    String message = Check.thrown(IllegalStateException.class, body).getMessage();
    Check.that(message.contains("in use"), message);
  }
}
