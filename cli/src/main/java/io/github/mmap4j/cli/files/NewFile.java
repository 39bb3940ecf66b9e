package io.github.mmap4j.cli.files;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.Set;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.locks.ReentrantLock;

/**
 * A file that is written under a temporary name and renamed once complete. If it is never
 * completed, it is deleted, even if Ctrl-C or another signal that can be caught terminates the
 * process.
 */
public final class NewFile implements AutoCloseable {
  /** The files to delete when the process exits. Guarded by {@link #LOCK}. */
  private static final Set<Path> UNFINISHED = new HashSet<>();

  private static final ReentrantLock LOCK = new ReentrantLock();

  static {
    Runtime.getRuntime().addShutdownHook(new Thread(NewFile::removeAll));
  }

  private final Path place;
  private final Path beside;
  private final FileChannel channel;

  private NewFile(Path place, Path beside, FileChannel channel) {
    this.place = place;
    this.beside = beside;
    this.channel = channel;
  }

  /**
   * Deletes all unfinished files. The lock is never released, so no other thread creates or renames
   * a file until the process exits.
   */
  private static void removeAll() {
    LOCK.lock();
    for (Path file : UNFINISHED) {
      file.toFile().delete(); // a failure could no longer be handled
    }
  }

  /** Creates a file next to {@code place}, its final name. */
  public static NewFile of(Path place, FileAttribute<?>... attributes) throws IOException {
    String random = HexFormat.of().toHexDigits(ThreadLocalRandom.current().nextLong());
    Path beside = place.resolveSibling("." + random + ".tmp");
    LOCK.lock();
    try {
      Set<StandardOpenOption> options =
          Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
      FileChannel channel = FileChannel.open(beside, options, attributes);
      UNFINISHED.add(beside);
      return new NewFile(place, beside, channel);
    } catch (AccessDeniedException | NoSuchFileException e) {
      throw e;
    } catch (FileSystemException e) {
      throw new IOException(e.getReason(), e); // the temporary name means nothing to the user
    } finally {
      LOCK.unlock();
    }
  }

  /** Returns the temporary path. */
  public Path path() {
    return beside;
  }

  /** Returns the channel to write the content to. */
  public FileChannel channel() {
    return channel;
  }

  /**
   * Moves the file to its final name. An existing file is replaced only if {@code replacing} is
   * true.
   */
  public void put(boolean replacing) throws IOException {
    channel.close();
    LOCK.lock();
    try {
      if (replacing) {
        Files.move(beside, place, StandardCopyOption.ATOMIC_MOVE);
      } else if (linked()) {
        Files.delete(beside);
      } else {
        Files.move(beside, place);
      }
      UNFINISHED.remove(beside);
    } catch (FileAlreadyExistsException | AccessDeniedException | NoSuchFileException e) {
      throw e;
    } catch (FileSystemException e) {
      throw new IOException(e.getReason(), e); // the temporary name means nothing to the user
    } finally {
      LOCK.unlock();
    }
  }

  /**
   * Links the final name to the file. Unlike a rename, a link never replaces a file created
   * meanwhile. Returns false if the link cannot be created, for example because the file system has
   * no hard links.
   */
  private boolean linked() throws IOException {
    try {
      Files.createLink(place, beside);
      return true;
    } catch (FileAlreadyExistsException e) {
      throw e;
    } catch (UnsupportedOperationException | FileSystemException e) {
      return false; // any other reason makes the move fail as well
    }
  }

  /** Deletes the file unless it already has its final name. */
  @Override
  public void close() throws IOException {
    channel.close();
    LOCK.lock();
    try {
      if (UNFINISHED.remove(beside)) {
        Files.delete(beside);
      }
    } finally {
      LOCK.unlock();
    }
  }
}
