package io.github.mmap4j.cli.terminal;

import java.util.Map;
import java.util.function.Supplier;

/** Where standard output is seen: a terminal, or a pipe or file that gets no escape sequences. */
public final class Screen {
  private final boolean terminal;
  private final Map<String, String> environment;
  private final Supplier<String> stty;

  Screen(boolean terminal, Map<String, String> environment, Supplier<String> stty) {
    this.terminal = terminal && !environment.getOrDefault("TERM", "").equals("dumb");
    this.environment = environment;
    this.stty = stty;
  }

  public static Screen of(Output out) {
    return new Screen(out.isTerminal(), System.getenv(), TerminalSize::stty);
  }

  /** Whether it is a terminal whose cursor can be moved. */
  public boolean canRedraw() {
    return terminal;
  }

  /** As <a href="https://no-color.org">no-color.org</a> has it. */
  public boolean hasColour() {
    return terminal && environment.getOrDefault("NO_COLOR", "").isEmpty();
  }

  /** How large it is now; a pipe is as large as terminals usually are. */
  public TerminalSize size() {
    return terminal ? TerminalSize.of(environment, stty) : TerminalSize.USUAL;
  }
}
