package io.github.mmap4j.harness;

import java.io.IOException;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.net.URI;
import java.nio.channels.FileChannel;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.AccessMode;
import java.nio.file.CopyOption;
import java.nio.file.DirectoryStream;
import java.nio.file.FileStore;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.LinkOption;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.PathMatcher;
import java.nio.file.WatchService;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.FileAttributeView;
import java.nio.file.attribute.UserPrincipalLookupService;
import java.nio.file.spi.FileSystemProvider;
import java.util.Arrays;
import java.util.Map;
import java.util.Set;

// This file is long because a file system has many methods.
/**
 * A file system over another one, in which the name of a file stands for the file beside it whose
 * name also ends with {@link #BEHIND}, if there is one. Code that hands a path of this file system
 * to the system thus gets the wrong file. May also replace the default file system, by its public
 * constructor.
 */
public final class HidingFileSystem extends FileSystemProvider {
  public static final String BEHIND = ".behind";

  private final FileSystemProvider real;
  private final HidingFiles files;

  public HidingFileSystem(FileSystemProvider real) {
    this.real = real;
    this.files = new HidingFiles(real.getFileSystem(URI.create("file:///")));
  }

  /** Returns a path of a new such file system over the default one. */
  public static Path of(Path path) {
    return new HidingFileSystem(FileSystems.getDefault().provider()).wrapped(path);
  }

  private Path wrapped(Path path) {
    return path == null
        ? null
        : (Path)
            Proxy.newProxyInstance(
                Wrapper.class.getClassLoader(), new Class<?>[] {Path.class}, new Wrapper(path));
  }

  private static Path unwrapped(Path path) {
    return path != null
            && Proxy.isProxyClass(path.getClass())
            && Proxy.getInvocationHandler(path) instanceof Wrapper wrapper
        ? wrapper.path
        : path;
  }

  /** Returns the real path of the file that a path stands for. */
  private Path real(Path path) {
    Path plain = unwrapped(path);
    Path behind = plain.resolveSibling(plain.getFileName() + BEHIND);
    return plain.getFileName() != null && exists(behind) ? behind : plain;
  }

  private boolean exists(Path path) {
    try {
      real.checkAccess(path);
      return true;
    } catch (IOException e) {
      return false;
    }
  }

  /** Calls the wrapped path, with wrapped paths as arguments and result. */
  private final class Wrapper implements InvocationHandler {
    private final Path path;

    Wrapper(Path path) {
      this.path = path;
    }

    @Override
    public Object invoke(Object proxy, Method method, Object[] arguments) throws Throwable {
      if (method.getName().equals("getFileSystem")) {
        return files;
      }
      Object[] plain =
          arguments == null
              ? null
              : Arrays.stream(arguments)
                  .map(a -> a instanceof Path given ? unwrapped(given) : a)
                  .toArray();
      try {
        Object result = method.invoke(path, plain);
        return result instanceof Path found ? wrapped(found) : result;
      } catch (InvocationTargetException e) {
        throw e.getCause();
      }
    }
  }

  private final class HidingFiles extends FileSystem {
    private final FileSystem plain;

    HidingFiles(FileSystem plain) {
      this.plain = plain;
    }

    @Override
    public FileSystemProvider provider() {
      return HidingFileSystem.this;
    }

    @Override
    public void close() {
      throw new UnsupportedOperationException();
    }

    @Override
    public boolean isOpen() {
      return true;
    }

    @Override
    public boolean isReadOnly() {
      return false;
    }

    @Override
    public String getSeparator() {
      return plain.getSeparator();
    }

    @Override
    public Iterable<Path> getRootDirectories() {
      return () -> Arrays.asList(wrapped(plain.getPath("/"))).iterator();
    }

    @Override
    public Iterable<FileStore> getFileStores() {
      return plain.getFileStores();
    }

    @Override
    public Set<String> supportedFileAttributeViews() {
      return plain.supportedFileAttributeViews();
    }

    @Override
    public Path getPath(String first, String... more) {
      return wrapped(plain.getPath(first, more));
    }

    @Override
    public PathMatcher getPathMatcher(String syntaxAndPattern) {
      PathMatcher matcher = plain.getPathMatcher(syntaxAndPattern);
      return path -> matcher.matches(unwrapped(path));
    }

    @Override
    public UserPrincipalLookupService getUserPrincipalLookupService() {
      return plain.getUserPrincipalLookupService();
    }

    @Override
    public WatchService newWatchService() throws IOException {
      return plain.newWatchService();
    }
  }

  @Override
  public String getScheme() {
    return "file";
  }

  @Override
  public FileSystem newFileSystem(URI uri, Map<String, ?> environment) {
    throw new UnsupportedOperationException();
  }

  @Override
  public FileSystem getFileSystem(URI uri) {
    return files;
  }

  @Override
  public Path getPath(URI uri) {
    return wrapped(real.getPath(uri));
  }

  @Override
  public FileChannel newFileChannel(
      Path path, Set<? extends OpenOption> options, FileAttribute<?>... attributes)
      throws IOException {
    return real.newFileChannel(real(path), options, attributes);
  }

  @Override
  public SeekableByteChannel newByteChannel(
      Path path, Set<? extends OpenOption> options, FileAttribute<?>... attributes)
      throws IOException {
    return real.newByteChannel(real(path), options, attributes);
  }

  @Override
  public DirectoryStream<Path> newDirectoryStream(
      Path directory, DirectoryStream.Filter<? super Path> filter) throws IOException {
    throw new UnsupportedOperationException();
  }

  @Override
  public void createDirectory(Path directory, FileAttribute<?>... attributes) throws IOException {
    real.createDirectory(real(directory), attributes);
  }

  @Override
  public void delete(Path path) throws IOException {
    real.delete(real(path));
  }

  @Override
  public void copy(Path source, Path target, CopyOption... options) throws IOException {
    real.copy(real(source), real(target), options);
  }

  @Override
  public void move(Path source, Path target, CopyOption... options) throws IOException {
    real.move(real(source), real(target), options);
  }

  @Override
  public boolean isSameFile(Path path, Path other) throws IOException {
    return real.isSameFile(real(path), real(other));
  }

  @Override
  public boolean isHidden(Path path) throws IOException {
    return real.isHidden(real(path));
  }

  @Override
  public FileStore getFileStore(Path path) throws IOException {
    return real.getFileStore(real(path));
  }

  @Override
  public void checkAccess(Path path, AccessMode... modes) throws IOException {
    real.checkAccess(real(path), modes);
  }

  @Override
  public <V extends FileAttributeView> V getFileAttributeView(
      Path path, Class<V> type, LinkOption... options) {
    return real.getFileAttributeView(real(path), type, options);
  }

  @Override
  public <A extends BasicFileAttributes> A readAttributes(
      Path path, Class<A> type, LinkOption... options) throws IOException {
    return real.readAttributes(real(path), type, options);
  }

  @Override
  public Map<String, Object> readAttributes(Path path, String attributes, LinkOption... options)
      throws IOException {
    return real.readAttributes(real(path), attributes, options);
  }

  @Override
  public void setAttribute(Path path, String attribute, Object value, LinkOption... options)
      throws IOException {
    real.setAttribute(real(path), attribute, value, options);
  }
}
