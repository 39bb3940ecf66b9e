package io.github.mmap4j.spark;

import io.github.mmap4j.Access;
import io.github.mmap4j.MappingFaultException;
import io.github.mmap4j.Mmap;
import io.github.mmap4j.MmapBuilder;
import io.github.mmap4j.MmapException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;

/** Opens files on executors, with errors that say which host lacks what. */
final class LineFile {
  private LineFile() {}

  /**
   * Maps a file for reading, with the length that it has now.
   *
   * @param confined whether only this thread reads and closes the mapping, which makes closing
   *     cheaper
   * @return the mapping, or null if the file is empty
   * @throws IOException if the file can't be mapped on this host
   */
  static Mmap map(String path, boolean confined) throws IOException {
    Path file = Path.of(path);
    try {
      if (Files.size(file) == 0) {
        return null;
      }
      MmapBuilder builder = Mmap.builder().path(file).access(Access.READ);
      return confined ? builder.confined().map() : builder.map();
    } catch (NoSuchFileException e) {
      throw new IOException(missing(path), e);
    } catch (FileSystemException | MmapException e) {
      throw new IOException(path + " can't be mapped on " + host() + ": " + e.getMessage(), e);
    }
  }

  /**
   * Returns how a file became shorter, for messages.
   *
   * @param now the length now, or {@link MappingFaultException#UNKNOWN}
   */
  static String lengths(long before, long now) {
    return ", from "
        + before
        + " bytes to "
        + (now == MappingFaultException.UNKNOWN ? "an unknown number" : now);
  }

  private static String missing(String path) {
    return path
        + " does not exist on "
        + host()
        + "; mmap-lines maps files, so the driver and every executor need them at the same path: use"
        + " a shared file system (NFS, FUSE, hostPath), or run the executors where the files are";
  }

  /** Returns the name of this host for messages. */
  static String host() {
    try {
      return "the host " + InetAddress.getLocalHost().getHostName();
    } catch (UnknownHostException e) {
      return "this host, whose name is unknown (" + e.getMessage() + ")";
    }
  }
}
