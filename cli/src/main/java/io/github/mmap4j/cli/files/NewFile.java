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
 * A file that is written beside its place and put there once it is whole. If it never is, nothing
 * of it is left, also where the process is ended by Ctrl-C or any other signal that can be met.
 */
public final class NewFile implements AutoCloseable {
  /** Those that are to vanish when the process ends. Guarded by {@link #LOCK}. */
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

  /** Keeps the lock, so that whoever works on goes no further than that until the process ends. */
  private static void removeAll() {
    LOCK.lock();
    for (Path file : UNFINISHED) {
      file.toFile().delete(); // nobody is left to hear that it failed
    }
  }

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
      throw new IOException(e.getReason(), e); // without a name that means nothing to the user
    } finally {
      LOCK.unlock();
    }
  }

  /** Where it is until it is put to its place. */
  public Path path() {
    return beside;
  }

  public FileChannel channel() {
    return channel;
  }

  /** Puts it to its place, taking that of a file only if {@code replacing}. */
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
      throw new IOException(e.getReason(), e); // the names in it mean nothing to the user
    } finally {
      LOCK.unlock();
    }
  }

  /**
   * Gives it its name beside the other, which unlike a move never takes that of a file that has
   * come there in the meantime; false where the file system has no such names.
   */
  private boolean linked() throws IOException {
    try {
      Files.createLink(place, beside);
      return true;
    } catch (FileAlreadyExistsException e) {
      throw e;
    } catch (UnsupportedOperationException | FileSystemException e) {
      return false; // if it is for another reason, the move says so
    }
  }

  /** Removes what was not put. */
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
