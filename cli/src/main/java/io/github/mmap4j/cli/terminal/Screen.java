package io.github.mmap4j.cli.terminal;

import java.util.Map;
import java.util.function.Supplier;

/** The destination of standard output. A pipe or a file receives no escape sequences. */
public final class Screen {
  private final boolean terminal;
  private final Map<String, String> environment;
  private final Supplier<String> stty;

  Screen(boolean terminal, Map<String, String> environment, Supplier<String> stty) {
    this.terminal = terminal && !environment.getOrDefault("TERM", "").equals("dumb");
    this.environment = environment;
    this.stty = stty;
  }

  /** Returns the screen to which {@code out} writes. */
  public static Screen of(Output out) {
    return new Screen(out.isTerminal(), System.getenv(), TerminalSize::stty);
  }

  /** Returns whether this is a terminal whose cursor can be moved. */
  public boolean canRedraw() {
    return terminal;
  }

  /** Returns whether to use colours, following <a href="https://no-color.org">no-color.org</a>. */
  public boolean hasColour() {
    return terminal && environment.getOrDefault("NO_COLOR", "").isEmpty();
  }

  /** Returns the current size, or {@link TerminalSize#USUAL} for a pipe or file. */
  public TerminalSize size() {
    return terminal ? TerminalSize.of(environment, stty) : TerminalSize.USUAL;
  }
}
