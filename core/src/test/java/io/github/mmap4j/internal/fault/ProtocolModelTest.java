package io.github.mmap4j.internal.fault;

import static io.github.mmap4j.internal.fault.ProtocolModel.close;
import static io.github.mmap4j.internal.fault.ProtocolModel.map;
import static io.github.mmap4j.internal.fault.ProtocolModel.publish;
import static io.github.mmap4j.internal.fault.ProtocolModel.read;
import static io.github.mmap4j.internal.fault.ProtocolModel.repair;
import static io.github.mmap4j.internal.fault.ProtocolModel.size;
import static io.github.mmap4j.internal.fault.ProtocolModel.write;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.mmap4j.internal.fault.ProtocolModel.Flaw;
import io.github.mmap4j.internal.fault.ProtocolModel.Operation;
import io.github.mmap4j.internal.fault.ProtocolModel.Outcome;
import io.github.mmap4j.internal.fault.ProtocolModel.Region;
import java.util.EnumSet;
import java.util.Set;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Checks all interleavings of the fault guard's protocol, and that each {@link Flaw} is found. */
class ProtocolModelTest {
  private static final int A = 0;
  private static final int B = 1;
  private static final String ZERO = "a zero page is accepted";
  private static final String FOREIGN = "the handler maps over foreign memory";

  /** The regions, the outcomes that must be reached, and the operations of each thread. */
  private enum Scenario {
    /** Two threads read both pages; one repairs and publishes. The file shrinks, grows, shrinks. */
    READERS(
        regions(Region.shared(0, 0, 2)),
        EnumSet.of(
            Outcome.READ_FAST,
            Outcome.READ_SLOW,
            Outcome.READ_REFUSED,
            Outcome.REPAIRED,
            Outcome.PUBLISHED,
            Outcome.NOT_PUBLISHED),
        program(read(A, 0, 1), read(A, 1, 2)),
        program(read(A, 1, 2), repair(A), publish(), read(A, 0, 2)),
        program(size(A, 0), size(A, 2), size(A, 1))),
    /**
     * No thread repairs B, so after its fault the mark is not published, and A takes the slow path.
     */
    DIRTY_NEIGHBOUR(
        regions(Region.shared(0, 0, 1), Region.shared(1, 1, 2)),
        EnumSet.of(
            Outcome.READ_FAST, Outcome.READ_SLOW, Outcome.READ_REFUSED, Outcome.NOT_PUBLISHED),
        program(read(B, 1, 2), read(A, 0, 1), read(B, 1, 2)),
        program(read(A, 0, 1), repair(A), publish(), read(A, 0, 1)),
        program(size(B, 0), size(A, 0), size(A, 1))),
    /** Two threads repair one region each, and the mark is published again. */
    TWO_REGIONS(
        regions(Region.shared(0, 0, 1), Region.shared(1, 1, 2)),
        EnumSet.of(Outcome.READ_FAST, Outcome.READ_SLOW, Outcome.REPAIRED, Outcome.PUBLISHED),
        program(read(A, 0, 1), repair(B), publish(), read(B, 1, 2)),
        program(read(B, 1, 2), repair(A), read(A, 0, 1)),
        program(size(A, 0), size(B, 0), size(A, 1), size(B, 1))),
    /** Two threads read and repair the same region. */
    REPAIRERS(
        regions(Region.shared(0, 0, 2)),
        EnumSet.of(Outcome.READ_SLOW, Outcome.REPAIRED, Outcome.REPAIR_AGAIN),
        program(read(A, 0, 1), repair(A), read(A, 1, 2)),
        program(read(A, 1, 2), repair(A)),
        program(size(A, 0), size(A, 2), size(A, 0))),
    /** Three threads fault, and a handler may run after a repair. */
    LATE_HANDLER(
        regions(Region.shared(0, 0, 2)),
        EnumSet.of(Outcome.READ_SLOW, Outcome.REPAIRED, Outcome.REPAIR_AGAIN),
        program(read(A, 0, 1), repair(A)),
        program(read(A, 1, 2)),
        program(read(A, 0, 1)),
        program(size(A, 0), size(A, 2))),
    /** The handler replaces one page, not all pages to the end. */
    PAGE_BY_PAGE(
        regions(Region.shared(0, 0, 2).pageByPage()),
        EnumSet.of(Outcome.READ_SLOW, Outcome.REPAIRED, Outcome.REPAIR_AGAIN),
        program(read(A, 0, 1), repair(A), read(A, 0, 2)),
        program(read(A, 1, 2), repair(A)),
        program(size(A, 0), size(A, 2))),
    /** A thread writes below and above faults of another, and a third one repairs. */
    WRITERS(
        regions(Region.shared(0, 0, 2)),
        EnumSet.of(
            Outcome.WRITTEN_FAST,
            Outcome.WRITTEN_SLOW,
            Outcome.WRITTEN_BELOW,
            Outcome.WRITE_UNKNOWN,
            Outcome.REPAIRED),
        program(write(A, 0, 1)),
        program(read(A, 1, 2), read(A, 0, 1)),
        program(repair(A)),
        program(size(A, 1), size(A, 0))),
    /** Two writers fault and repair; one range covers both pages. */
    WRITER_FAULTS(
        regions(Region.shared(0, 0, 2)),
        EnumSet.of(
            Outcome.WRITTEN_FAST, Outcome.WRITTEN_SLOW, Outcome.WRITE_UNKNOWN, Outcome.REPAIRED),
        program(write(A, 1, 2), repair(A), write(A, 0, 2)),
        program(write(A, 0, 1), repair(A)),
        program(size(A, 0), size(A, 2), size(A, 1))),
    /** A region is closed while threads handle faults in it and repair it. */
    WITHDRAWAL(
        regions(Region.shared(0, 0, 2)),
        EnumSet.of(
            Outcome.FAULT_AFTER_WITHDRAWAL,
            Outcome.WITHDRAWN,
            Outcome.CLOSED,
            Outcome.READ_REFUSED,
            Outcome.REPAIRED),
        program(read(A, 0, 1), repair(A)),
        program(write(A, 1, 2), repair(A)),
        program(size(A, 0), close(A))),
    /** The entry of a closed region is reused for one at another address. */
    REUSE_ELSEWHERE(
        regions(Region.shared(0, 0, 2), Region.shared(0, 2, 4).later()),
        EnumSet.of(
            Outcome.FAULT_AFTER_WITHDRAWAL,
            Outcome.WITHDRAWN,
            Outcome.REUSED,
            Outcome.READ_REFUSED,
            Outcome.READ_SLOW),
        program(read(A, 0, 1), repair(A)),
        program(write(A, 1, 2), publish()),
        program(size(A, 0), close(A), map(B), read(B, 2, 3), close(B))),
    /** The entry is reused for a shorter region at the same address; foreign memory follows it. */
    REUSE_AT_SAME_ADDRESS(
        regions(Region.shared(0, 0, 2), Region.shared(0, 0, 1).later()),
        EnumSet.of(
            Outcome.WITHDRAWN,
            Outcome.REUSED,
            Outcome.READ_REFUSED,
            Outcome.READ_FAST,
            Outcome.READ_SLOW,
            Outcome.REPAIRED),
        program(read(A, 0, 1), repair(A)),
        program(write(A, 0, 1), publish()),
        program(size(A, 0), close(A), map(B), read(B, 0, 1), repair(B), close(B))),
    /** A private region works below its lowest fault, and is refused from there on. */
    PRIVATE(
        regions(Region.shared(0, 0, 2).asPrivate(), Region.shared(1, 2, 3)),
        EnumSet.of(
            Outcome.READ_FAST,
            Outcome.READ_BELOW,
            Outcome.READ_REFUSED,
            Outcome.READ_SLOW,
            Outcome.WRITTEN_BELOW,
            Outcome.WRITE_UNKNOWN,
            Outcome.NOT_PUBLISHED),
        program(read(A, 1, 2), write(A, 1, 2), read(B, 2, 3)),
        program(read(A, 0, 1), write(A, 0, 1), publish(), read(A, 0, 2)),
        program(size(A, 1), size(A, 2), size(A, 0)));

    final Region[] regions;
    final Set<Outcome> reached;
    final Operation[][] programs;

    Scenario(Region[] regions, Set<Outcome> reached, Operation[]... programs) {
      this.regions = regions;
      this.reached = reached;
      this.programs = programs;
    }

    private static Region[] regions(Region... regions) {
      return regions;
    }

    private static Operation[] program(Operation... operations) {
      return operations;
    }

    ProtocolModel with(Set<Flaw> flaws) {
      return new ProtocolModel(flaws, regions, programs);
    }
  }

  /** The scenario and the violation by which a flaw is found. */
  private record Expected(Scenario scenario, String violation) {}

  private static Expected expected(Flaw flaw) {
    return switch (flaw) {
      case COUNTED_AFTER_MAP, LAST_AFTER_MAP, PUBLISHED_WITHOUT_DONE ->
          new Expected(Scenario.READERS, ZERO);
      case PUBLISHED_WITHOUT_SCAN -> new Expected(Scenario.DIRTY_NEIGHBOUR, ZERO);
      case LAST_READ_FROM_ENTERED, REPAIRED_WITHOUT_WAIT, REPAIRED_WITHOUT_RECHECK ->
          new Expected(Scenario.REPAIRERS, ZERO);
      case LOW_AFTER_MAP,
          LOW_RESET_BEFORE_LOWEST,
          LOW_RESET_WITHOUT_COMPARE,
          LOWEST_READ_BEFORE_LOW ->
          new Expected(Scenario.WRITERS, ZERO);
      case STORE_REPEATED -> new Expected(Scenario.WRITERS, "a store is done twice");
      case ENTRY_NOT_CHECKED_AGAIN, WITHDRAWN_WITHOUT_WAIT ->
          new Expected(Scenario.WITHDRAWAL, FOREIGN);
      case REPAIRED_WITHOUT_LOCK, WITHDRAWN_WITHOUT_LOCK ->
          new Expected(Scenario.WITHDRAWAL, "a repair maps over foreign memory");
      case STALE_END -> new Expected(Scenario.REUSE_AT_SAME_ADDRESS, FOREIGN);
      case START_READ_BEFORE_END -> new Expected(Scenario.REUSE_ELSEWHERE, FOREIGN);
      case LOW_LOST_BY_WITHDRAWAL, LAST_RESET_BY_REUSE ->
          new Expected(Scenario.REUSE_ELSEWHERE, ZERO);
      case INSIDE_RESET_BY_REUSE -> new Expected(Scenario.REUSE_ELSEWHERE, "threads wait forever");
    };
  }

  @ParameterizedTest
  @EnumSource
  void holds(Scenario scenario) {
    ProtocolModel model = scenario.with(EnumSet.noneOf(Flaw.class));
    ModelChecker.Result result = ModelChecker.explore(model);
    assertNull(result.violation(), () -> String.join("\n", result.trace()));
    Set<Outcome> missed = EnumSet.copyOf(scenario.reached);
    missed.removeAll(model.outcomes());
    assertEquals(Set.of(), missed);
    assertTrue(result.states() > 10_000, () -> result.states() + " states");
  }

  @ParameterizedTest
  @EnumSource
  void findsThe(Flaw flaw) {
    Expected expected = expected(flaw);
    ModelChecker.Result result = ModelChecker.explore(expected.scenario.with(EnumSet.of(flaw)));
    assertEquals(expected.violation, result.violation(), () -> String.join("\n", result.trace()));
  }
}
