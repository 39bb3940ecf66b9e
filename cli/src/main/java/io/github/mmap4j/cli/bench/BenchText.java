package io.github.mmap4j.cli.bench;

import io.github.mmap4j.cli.format.Units;
import io.github.mmap4j.cli.terminal.Output;
import io.github.mmap4j.cli.terminal.OutputException;
import io.github.mmap4j.cli.terminal.Screen;
import java.util.List;

/** Prints the results as a table with bars below it. */
public final class BenchText {
  private static final int NAME = 6;
  private static final int CELL = 9;
  private static final String EIGHTHS = "▏▎▍▌▋▊▉";
  private static final char FULL = '█';
  private static final int GREY = 245;
  private static final int BLUE = 33;
  private static final String COLOUR = "\033[38;5;%dm";
  private static final String PLAIN = "\033[0m";
  private static final List<String> HEADS =
      List.of("GB/s", "of read", "slowest", "fastest", "first");

  private final Output out;
  private final int columns;
  private final boolean colour;

  public BenchText(Output out, Screen screen) {
    this.out = out;
    this.columns = screen.size().columns();
    this.colour = screen.hasColour();
  }

  /** Prints the results. */
  public void print(BenchResult result) throws OutputException {
    out.line(result.title());
    for (String fact : result.facts()) {
      out.line(fact);
    }
    out.line("");
    row("", HEADS);
    double read = result.rates().getFirst().median();
    for (Rates rates : result.rates()) {
      row(rates.name(), cells(rates, read));
    }
    out.line("");
    for (Rates rates : result.rates()) {
      bar(rates, result.greatestMedian());
    }
  }

  private static List<String> cells(Rates rates, double read) {
    return List.of(
        Units.gigabytes(rates.median()),
        Math.round(100 * rates.median() / read) + " %",
        Units.gigabytes(rates.slowest()),
        Units.gigabytes(rates.fastest()),
        Units.gigabytes(rates.first()));
  }

  /** Prints a row with as many cells as fit. */
  private void row(String name, List<String> cells) throws OutputException {
    StringBuilder row = new StringBuilder("%-6s".formatted(name));
    int shown = Math.clamp((columns - NAME) / CELL, 1, cells.size());
    cells.subList(0, shown).forEach(cell -> row.append(" %8s".formatted(cell)));
    out.line(row.toString());
  }

  private void bar(Rates rates, double greatest) throws OutputException {
    String number = " " + Units.gigabytes(rates.median());
    int room = Math.max(1, columns - NAME - CELL);
    int eighths = (int) Math.round(8 * room * rates.median() / greatest);
    StringBuilder bar = new StringBuilder().repeat(FULL, eighths / 8);
    if (eighths % 8 > 0) {
      bar.append(EIGHTHS.charAt(eighths % 8 - 1));
    }
    if (colour) {
      bar.insert(0, COLOUR.formatted(rates.workload() == Workload.READ ? GREY : BLUE));
      bar.append(PLAIN);
    }
    out.line("%-6s".formatted(rates.name()) + bar + number);
  }
}
