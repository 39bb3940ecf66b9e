package io.github.mmap4j.fork;

import io.github.mmap4j.Mmap;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * Several class loaders each load the library, and so each install a handler. Each handler passes
 * on the faults of the others. Arguments: a folder; the number of loaders.
 */
final class LoadersProgram {
  private static final int ROUNDS = 50;

  /** The library as loaded by one class loader. */
  private record Library(URLClassLoader loader, Object mmap, Method get, Method set) {
    static Library of(URL place, Path path) throws Exception {
      URLClassLoader loader =
          new URLClassLoader(new URL[] {place}, ClassLoader.getPlatformClassLoader());
      Class<?> type = loader.loadClass(Mmap.class.getName());
      Check.that(type != Mmap.class, "the class is the same");
      Object mmap = type.getMethod("open", Path.class).invoke(null, path);
      return new Library(
          loader,
          mmap,
          type.getMethod("get", long.class),
          type.getMethod("set", long.class, int.class));
    }

    int read() throws Exception {
      return (int) get.invoke(mmap, (long) PatternFile.GONE);
    }

    void requireFault() {
      requireFault(this::read);
      requireFault(() -> set.invoke(mmap, (long) PatternFile.GONE, 1));
    }

    private static void requireFault(Check.Body body) {
      Throwable fault = Check.thrown(InvocationTargetException.class, body).getCause();
      Check.same("MappingFaultException", fault.getClass().getSimpleName(), "the exception");
    }
  }

  private LoadersProgram() {}

  public static void main(String[] args) throws Exception {
    Path path = Path.of(args[0]).resolve("file");
    URL place = Mmap.class.getProtectionDomain().getCodeSource().getLocation();
    int right = PatternFile.at(PatternFile.GONE);
    try (PatternFile file = new PatternFile(path)) {
      List<Library> all = new ArrayList<>();
      for (int i = 0; i < Integer.parseInt(args[1]); i++) {
        all.add(Library.of(place, path));
      }
      for (int round = 0; round < ROUNDS; round++) {
        file.truncate();
        all.forEach(Library::requireFault);
        file.grow();
        for (Library library : all) {
          Check.same(right, library.read(), "the byte that is there again");
        }
        file.check();
      }
      System.out.println(all.size() + " libraries work");
      for (Library library : all) {
        library.loader().close();
      }
    }
  }
}
