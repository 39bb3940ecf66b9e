package io.github.mmap4j.bench;

import io.github.mmap4j.share.SharedMemory;
import io.github.mmap4j.share.SharedPipe;
import java.io.DataInputStream;
import java.io.FileDescriptor;
import java.io.FileInputStream;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/** A means of sending messages of equal length between two processes, in both directions. */
enum Carrier {
  SHARED {
    @Override
    Line parent(Start child) throws IOException {
      SharedMemory there = SharedMemory.anonymous(RING);
      SharedMemory back = SharedMemory.anonymous(RING);
      Process process = child.with(there.token(), back.token());
      return new Shared(SharedPipe.over(there), SharedPipe.over(back), process);
    }

    @Override
    Line child(List<String> arguments) throws IOException {
      SharedMemory there = SharedMemory.attach(arguments.get(0));
      SharedMemory back = SharedMemory.attach(arguments.get(1));
      return new Shared(SharedPipe.over(back), SharedPipe.over(there), null);
    }
  },

  SOCKET {
    @Override
    Line parent(Start child) throws IOException {
      Path folder = Files.createTempDirectory("mmap4j-bench");
      Path name = folder.resolve("socket");
      try (ServerSocketChannel server = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
        server.bind(UnixDomainSocketAddress.of(name));
        Process process = child.with(name.toString());
        return new Socket(server.accept(), process);
      } finally {
        Files.delete(name);
        Files.delete(folder);
      }
    }

    @Override
    Line child(List<String> arguments) throws IOException {
      return new Socket(SocketChannel.open(UnixDomainSocketAddress.of(arguments.getFirst())), null);
    }
  },

  PIPE {
    @Override
    Line parent(Start child) throws IOException {
      Process process = child.with();
      return new Pipe(process.getOutputStream(), process.getInputStream(), process);
    }

    @Override
    Line child(List<String> arguments) {
      return new Pipe(
          new FileOutputStream(FileDescriptor.out), new FileInputStream(FileDescriptor.in), null);
    }
  };

  private static final int RING = 1 << 20;

  /** One end of the connection. */
  interface Line extends AutoCloseable {
    void send(byte[] message) throws IOException, InterruptedException;

    /** Receives the next message, possibly into {@code room}. */
    byte[] receive(byte[] room) throws IOException, InterruptedException;

    @Override
    void close() throws IOException;
  }

  /** A way to start the other process. */
  interface Start {
    Process with(String... arguments) throws IOException;
  }

  /** Starts the other process and returns this process's end of the connection. */
  abstract Line parent(Start child) throws IOException;

  abstract Line child(List<String> arguments) throws IOException;

  /** Returns a {@link Start} that runs this program again, as the child. */
  Start starting(String... work) {
    return arguments -> {
      List<String> command = new ArrayList<>();
      command.add(ProcessHandle.current().info().command().orElseThrow());
      command.add("--enable-native-access=ALL-UNNAMED");
      command.addAll(List.of("-cp", System.getProperty("java.class.path")));
      command.addAll(List.of(Messages.class.getName(), name()));
      Collections.addAll(command, work);
      Collections.addAll(command, arguments);
      return new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT).start();
    };
  }

  private record Shared(SharedPipe to, SharedPipe from, Process process) implements Line {
    @Override
    public void send(byte[] message) throws IOException, InterruptedException {
      to.send(message);
    }

    @Override
    public byte[] receive(byte[] room) throws IOException, InterruptedException {
      return from.receive();
    }

    @Override
    public void close() {
      await(process);
      to.close();
      from.close();
    }
  }

  private static final class Socket implements Line {
    private final SocketChannel channel;
    private final Process process;
    private ByteBuffer buffer = ByteBuffer.allocateDirect(0);

    Socket(SocketChannel channel, Process process) {
      this.channel = channel;
      this.process = process;
    }

    private ByteBuffer buffer(int length) {
      if (buffer.capacity() != length) {
        buffer = ByteBuffer.allocateDirect(length);
      }
      return buffer.clear();
    }

    @Override
    public void send(byte[] message) throws IOException {
      ByteBuffer bytes = buffer(message.length).put(message).flip();
      while (bytes.hasRemaining()) {
        channel.write(bytes);
      }
    }

    @Override
    public byte[] receive(byte[] room) throws IOException {
      ByteBuffer bytes = buffer(room.length);
      while (bytes.hasRemaining()) {
        if (channel.read(bytes) < 0) {
          throw new IOException("the other end has closed");
        }
      }
      bytes.flip().get(room);
      return room;
    }

    @Override
    public void close() throws IOException {
      await(process);
      channel.close();
    }
  }

  private record Pipe(OutputStream out, DataInputStream in, Process process) implements Line {
    Pipe(OutputStream out, InputStream in, Process process) {
      this(out, new DataInputStream(in), process);
    }

    @Override
    public void send(byte[] message) throws IOException {
      out.write(message);
      out.flush();
    }

    @Override
    public byte[] receive(byte[] room) throws IOException {
      in.readFully(room);
      return room;
    }

    @Override
    public void close() throws IOException {
      await(process);
      out.close();
      in.close();
    }
  }

  private static void await(Process process) {
    if (process != null && process.onExit().join().exitValue() != 0) {
      throw new IllegalStateException("the child has ended with " + process.exitValue());
    }
  }
}
