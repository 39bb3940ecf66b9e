package io.github.mmap4j.harness;

import java.lang.reflect.Method;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.extension.Extension;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;
import org.junit.jupiter.api.extension.TestInstancePostProcessor;
import org.junit.jupiter.api.extension.TestTemplateInvocationContext;
import org.junit.jupiter.api.extension.TestTemplateInvocationContextProvider;

/** Invokes a test as its {@link ForKinds} says. */
final class KindInvocations implements TestTemplateInvocationContextProvider {
  @Override
  public boolean supportsTestTemplate(ExtensionContext context) {
    return true;
  }

  @Override
  public Stream<TestTemplateInvocationContext> provideTestTemplateInvocationContexts(
      ExtensionContext context) {
    Method test = context.getRequiredTestMethod();
    ForKinds forKinds = test.getAnnotation(ForKinds.class);
    List<?> values = values(test, forKinds);
    return Arrays.stream(Kind.values())
        .filter(kind -> isMeant(kind, forKinds))
        .flatMap(kind -> values.stream().map(value -> new Invocation(kind, value)));
  }

  private static boolean isMeant(Kind kind, ForKinds forKinds) {
    List<Kind> only = List.of(forKinds.only());
    return Arrays.stream(forKinds.value()).allMatch(set -> set.contains(kind))
        && (only.isEmpty() || only.contains(kind))
        && !List.of(forKinds.but()).contains(kind);
  }

  /** Returns the values of the test's parameter; one null where it has none. */
  private static List<?> values(Method test, ForKinds forKinds) {
    if (test.getParameterCount() == 0) {
      return Collections.singletonList(null);
    }
    if (forKinds.longs().length > 0) {
      return LongStream.of(forKinds.longs()).boxed().toList();
    }
    List<String> left = List.of(forKinds.withoutConstants());
    return Arrays.stream(test.getParameterTypes()[0].getEnumConstants())
        .filter(constant -> !left.contains(((Enum<?>) constant).name()))
        .toList();
  }

  /** One run of the test: sets its kind and gives it the parameter's value. */
  private record Invocation(Kind kind, Object value)
      implements TestTemplateInvocationContext, TestInstancePostProcessor, ParameterResolver {
    @Override
    public String getDisplayName(int index) {
      return value == null ? kind.name() : kind + ", " + value;
    }

    @Override
    public List<Extension> getAdditionalExtensions() {
      return List.of(this);
    }

    @Override
    public void postProcessTestInstance(Object test, ExtensionContext context) {
      ((EachKind) test).kind = kind;
    }

    @Override
    public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
      return parameter.getDeclaringExecutable().equals(context.getRequiredTestMethod());
    }

    @Override
    public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
      return value;
    }
  }
}
