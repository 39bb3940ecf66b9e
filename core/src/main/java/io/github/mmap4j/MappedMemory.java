package io.github.mmap4j;

import io.github.mmap4j.internal.fault.FaultOwner;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Supplier;

/**
 * The memory of a {@link Region}: releases its resources when the region ends, and repairs and
 * explains its faults until then. It must not refer to the region.
 */
abstract class MappedMemory extends FaultOwner {
  private final OpenMapping description;
  private final MapSpec spec;
  private volatile FaultTranslator report;
  private volatile boolean passedOn;
  private final AtomicBoolean ended = new AtomicBoolean();

  /** {@code mapped}: bytes at {@code address} that are to be unmapped. */
  MappedMemory(MapSpec spec, long address, long mapped, long length) {
    super(address, mapped);
    this.spec = spec;
    this.description = spec.describe(length);
  }

  /** Returns true once: the caller that ends it gives back what it holds. */
  final boolean ends() {
    return ended.compareAndSet(false, true);
  }

  final boolean isConfined() {
    return spec.confined();
  }

  final OpenMapping description() {
    return description;
  }

  /**
   * Has later faults of this memory repaired and explained by {@code report}.
   *
   * @param former what this memory replaces, or null
   */
  final void reportTo(FaultTranslator report, MappedMemory former) {
    this.report = report;
    if (former != null) {
      inherit(former);
    }
    if (report.isListening() && isGuarded()) {
      notifyFaults();
    }
  }

  /** Ends it without giving back what it holds, which is another region's from now on. */
  final void passOn() {
    passedOn = true;
    ends();
  }

  @Override
  protected final boolean isWritable() {
    return spec.isWritable();
  }

  /** Is safe here, because the memory is unmapped only after it has left the guard's table. */
  @Override
  protected final boolean isRestoredWhole() {
    return true;
  }

  @Override
  protected final <R> R whileMapped(Supplier<R> action) {
    return report.whileOpen(
        () -> {
          if (passedOn) {
            throw new IllegalStateException("the mapping has been resized since");
          }
          return action.get();
        });
  }

  /** Leaves private memory as it is, because repair would lose what was written to it. */
  @Override
  protected final boolean restore(long from) {
    if (spec.isPrivate() || !showAgain(from)) {
      return false;
    }
    report.requests().repeat(address(), from, mapped());
    return true;
  }

  /** Maps the pages again as {@link #restore} does, without their advice and locks. */
  abstract boolean showAgain(long from);

  @Override
  public final RuntimeException explain(Outcome outcome, Throwable cause, long from, long to) {
    if (report == null) {
      return new IllegalStateException("the memory has not been mapped yet", cause);
    }
    return report.explain(outcome, cause, from - address(), to - address(), description.length());
  }

  @Override
  protected final void faulted(long at) {
    report.tell(at - address(), description.length());
  }

  /** Called after the arena was closed. Throws nothing, because nobody is left to act on it. */
  abstract void closed();

  /** Called if the arena was never closed and can't be any more. Throws nothing. */
  abstract void dropped();
}
