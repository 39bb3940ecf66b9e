package io.github.mmap4j.fork;

/** The assertions of programs that run without JUnit. */
public final class Check {
  private Check() {}

  public static void that(boolean fact, String otherwise) {
    if (!fact) {
      throw new AssertionError(otherwise);
    }
  }

  public static void same(Object expected, Object actual, String what) {
    if (!expected.equals(actual)) {
      throw new AssertionError(what + " is " + actual + ", not " + expected);
    }
  }

  public interface Body {
    void run() throws Exception;
  }

  /** Returns the exception that {@code body} throws, which must be of {@code type}. */
  public static <E extends Exception> E thrown(Class<E> type, Body body) {
    try {
      body.run();
    } catch (Exception e) {
      if (type.isInstance(e)) {
        return type.cast(e);
      }
      throw new AssertionError("instead of " + type.getSimpleName() + " came " + e, e);
    }
    throw new AssertionError("no " + type.getSimpleName() + " came");
  }
}
