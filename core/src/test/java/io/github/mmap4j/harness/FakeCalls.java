package io.github.mmap4j.harness;

import io.github.mmap4j.internal.os.SystemCalls;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Proxy;

/** Makes system calls that a test answers. */
public final class FakeCalls {
  private FakeCalls() {}

  /** Returns system calls that {@code handler} answers; its first argument is not to be used. */
  public static SystemCalls answering(InvocationHandler handler) {
    return (SystemCalls)
        Proxy.newProxyInstance(
            SystemCalls.class.getClassLoader(), new Class<?>[] {SystemCalls.class}, handler);
  }
}
