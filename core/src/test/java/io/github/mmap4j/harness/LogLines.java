package io.github.mmap4j.harness;

import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;

/**
 * Keeps the lines that the library logs until it is closed. The library does not require the module
 * java.logging, so the tests can't name its classes.
 */
public final class LogLines implements AutoCloseable {
  private final Queue<String> lines = new ConcurrentLinkedQueue<>();

  /** The logger, kept reachable because the log manager would forget it with its filter. */
  private final Object logger;

  private final Class<?> filter;

  public LogLines() throws ReflectiveOperationException {
    logger =
        Class.forName("java.util.logging.Logger")
            .getMethod("getLogger", String.class)
            .invoke(null, "io.github.mmap4j");
    filter = Class.forName("java.util.logging.Filter");
    setFilter(
        Proxy.newProxyInstance(
            filter.getClassLoader() == null ? getClass().getClassLoader() : filter.getClassLoader(),
            new Class<?>[] {filter},
            (_, _, arguments) -> {
              lines.add(
                  called(arguments[0], "getLevel") + " " + called(arguments[0], "getMessage"));
              return false;
            }));
  }

  private static Object called(Object entry, String name) throws ReflectiveOperationException {
    Method method = entry.getClass().getMethod(name);
    return method.invoke(entry);
  }

  private void setFilter(Object value) throws ReflectiveOperationException {
    logger.getClass().getMethod("setFilter", filter).invoke(logger, value);
  }

  public List<String> all() {
    return List.copyOf(lines);
  }

  @Override
  public void close() throws ReflectiveOperationException {
    setFilter(null);
  }
}
