package io.github.mmap4j.harness;

import java.util.function.Predicate;

/** The sets of kinds that tests are run for. */
public enum Kinds {
  ALL(kind -> true),
  FILES(Kind::isFile),
  ANONYMOUS(Kind::isAnonymous),
  PRIVATE_ANONYMOUS(Kind::isPrivateAnonymous),
  /** Made by the JDK. */
  JDK(Kind::isJdk),
  /** Made by the system's calls. */
  NATIVE(kind -> !kind.isJdk()),
  CHANNELS(Kind::isChannel),
  READ_ONLY(Kind::isReadOnly),
  WRITABLE(kind -> !kind.isReadOnly()),
  COPIES(Kind::isCopy),
  /** Those of which a flush has something to write. */
  FLUSHABLE(kind -> !kind.isReadOnly() && !kind.isCopy()),
  WRITING_FILES(Kind::writesFile),
  ADVISABLE(Kind::takesAdvice),
  RESIZABLE(Kind::canResize),
  /** Those that know their file; the JDK can't lengthen a copy. */
  REFRESHABLE(kind -> kind.isFile() && kind != Kind.UNTRACKED && kind != Kind.CHANNEL_COPY),
  /** Those that can be written to from the first byte of their file on. */
  LARGE(kind -> !kind.isReadOnly() && kind.offset == 0);

  private final Predicate<Kind> holds;

  Kinds(Predicate<Kind> holds) {
    this.holds = holds;
  }

  boolean contains(Kind kind) {
    return holds.test(kind);
  }
}
