package io.github.mmap4j;

import io.github.mmap4j.internal.fault.FaultOwner;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Supplier;

/**
 * The memory of a {@link Region}. Repairs and explains the memory's faults while the region is in
 * use, and releases its resources afterwards. The memory must not refer to the region, because the
 * region's cleaner refers to the memory.
 */
abstract class MappedMemory extends FaultOwner {
  private volatile OpenMapping description;
  private final MapSpec spec;
  private volatile FaultTranslator report;
  private volatile boolean passedOn;
  private final AtomicBoolean ended = new AtomicBoolean();
  private final List<Holder> holders = new CopyOnWriteArrayList<>();

  /** One use of the memory's address; each is different from all others. */
  static final class Holder {
    private final String name;

    Holder(String name) {
      this.name = name;
    }
  }

  /** Describes {@code mapped} bytes at {@code address}, which must be unmapped later. */
  MappedMemory(MapSpec spec, long address, long mapped, long length) {
    super(address, mapped);
    this.spec = spec;
    describe(length);
  }

  final void hold(Holder holder) {
    holders.add(holder);
  }

  final void release(Holder holder) {
    holders.remove(holder);
  }

  /**
   * Throws an exception if the memory's address is in use.
   *
   * @throws IllegalStateException with a message that names the holders
   */
  final void requireNoHold() {
    if (holders.isEmpty()) {
      return;
    }
    List<String> names = holders.stream().map(holder -> holder.name).toList();
    if (!names.isEmpty()) { // another thread may just have ended the last hold
      throw new IllegalStateException(
          "the mapping is in use: it is held by " + String.join(", ", names));
    }
  }

  /** Describes this memory from now on as a mapping of {@code length} bytes. */
  final void describe(long length) {
    description = spec.describe(length);
  }

  /** Returns true only once; the caller that gets true must release the resources. */
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
   * Makes {@code report} explain later faults of this memory, and supply the data for their repair.
   *
   * @param former the memory from which this memory has pages, or null
   */
  final void reportTo(FaultTranslator report, MappedMemory former) {
    this.report = report;
    if (former != null) {
      inherit(former, kept());
    }
    if (report.isListening() && isGuarded()) {
      notifyFaults();
    }
  }

  /**
   * Returns the number of bytes that are not mapped again when a mapping is replaced, which may
   * have shrunk within its reserved addresses. In shared memory, mapping the others again may fail;
   * a repair then does it.
   */
  private long kept() {
    return spec.isPrivate() ? pages().whole(Math.max(1, description.length())) : mapped();
  }

  /** Ends this memory without releasing its resources, which now belong to another region. */
  final void passOn() {
    passedOn = true;
    ends();
  }

  @Override
  protected final boolean isWritable() {
    return spec.isWritable();
  }

  /**
   * Returns true: zero pages up to the region's end are safe, because the memory leaves the guard's
   * table before it is unmapped.
   */
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

  /** Leaves private memory as it is, because a repair would discard what was written to it. */
  @Override
  protected final boolean restore(long from) {
    if (spec.isPrivate() || !showAgain(from)) {
      return false;
    }
    report.requests().repeat(address(), from, mapped());
    report.requests().nameAgain(from, address() + mapped() - from);
    return true;
  }

  /** Maps the lost pages again; {@link #restore} then repeats what was asked for them. */
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

  /** Releases the resources after the arena has been closed. */
  abstract void closed();

  /**
   * Releases the resources if the arena became unreachable without having been closed.
   * Implementations throw nothing, because no caller could handle an exception.
   */
  abstract void dropped();
}
