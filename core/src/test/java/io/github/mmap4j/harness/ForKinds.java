package io.github.mmap4j.harness;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.api.TestTemplate;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * Runs a test of an {@link EachKind} once for each kind of mapping that is in all of the named
 * sets. The other kinds are not run at all, so no test is reported as skipped for its kind.
 *
 * <p>If the test has a parameter, it is run for each pair of a kind and a value: one of {@link
 * #longs}, or else a constant of the parameter's enum.
 */
@Target(ElementType.METHOD)
@Retention(RetentionPolicy.RUNTIME)
@TestTemplate
@ExtendWith(KindInvocations.class)
public @interface ForKinds {
  /** The sets, all of which must contain a kind. */
  Kinds[] value() default Kinds.ALL;

  /** The only kinds to run; empty means no such limit. */
  Kind[] only() default {};

  /** The kinds left out. */
  Kind[] but() default {};

  /** The values of the test's parameter, a {@code long}. */
  long[] longs() default {};

  /** The names of the constants that the parameter does not take. */
  String[] withoutConstants() default {};
}
