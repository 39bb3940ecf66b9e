package io.github.mmap4j.harness;

import java.util.function.Predicate;

/** The sets of kinds that tests are run for. */
public enum Kinds {
  ALL(kind -> true),
  FILES(Kind::isFile),
  ANONYMOUS(Kind::isAnonymous),
  PRIVATE_ANONYMOUS(Kind::isPrivateAnonymous),
  /** The kinds that the JDK maps. */
  JDK(Kind::isJdk),
  /** The kinds that the system's calls map. */
  NATIVE(kind -> !kind.isJdk()),
  CHANNELS(Kind::isChannel),
  READ_ONLY(Kind::isReadOnly),
  WRITABLE(kind -> !kind.isReadOnly()),
  COPIES(Kind::isCopy),
  /** The kinds of which a flush has something to write. */
  FLUSHABLE(kind -> !kind.isReadOnly() && !kind.isCopy()),
  WRITING_FILES(Kind::writesFile),
  ADVISABLE(Kind::takesAdvice),
  RESIZABLE(Kind::canResize),
  /** The kinds that know their file, without copies by the JDK, which can't lengthen one. */
  REFRESHABLE(kind -> kind.isFile() && kind != Kind.UNTRACKED && kind != Kind.CHANNEL_COPY),
  /** The kinds that can be written and start at the first byte of their file. */
  LARGE(kind -> !kind.isReadOnly() && kind.offset == 0);

  private final Predicate<Kind> holds;

  Kinds(Predicate<Kind> holds) {
    this.holds = holds;
  }

  boolean contains(Kind kind) {
    return holds.test(kind);
  }
}
