package io.github.mmap4j.cli.grep;

import java.util.List;
import java.util.function.Consumer;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.IGetter;
import picocli.CommandLine.Model.ISetter;
import picocli.CommandLine.Model.OptionSpec;

/**
 * Adds options to a command. {@code grep} has no annotated options, because picocli reads
 * annotations by proxies and fields by method handles. The JVM's AOT cache holds neither, and
 * creating them takes half of the time that a short search needs.
 */
final class OptionAdder {
  private final CommandSpec command;

  OptionAdder(CommandSpec command) {
    this.command = command;
  }

  /** Adds an option without an argument. The setter gets {@code true} if the option is given. */
  void flag(Consumer<Boolean> setter, String description, String... names) {
    add(OptionSpec.builder(names).type(boolean.class), setter, description);
  }

  /** Adds an option with an argument, which is called {@code label} in the help. */
  void value(Consumer<String> setter, String label, String description, String... names) {
    add(OptionSpec.builder(names).type(String.class).paramLabel(label), setter, description);
  }

  /** Adds an option with an argument that can be left out and then is {@code fallback}. */
  void optional(
      Consumer<String> setter, String fallback, String label, String description, String... names) {
    OptionSpec.Builder option = OptionSpec.builder(names).type(String.class).paramLabel(label);
    add(option.arity("0..1").fallbackValue(fallback), setter, description);
  }

  /** Adds an option with an argument that may be given several times. */
  void list(Consumer<List<String>> setter, String label, String description, String... names) {
    OptionSpec.Builder option = OptionSpec.builder(names).type(List.class).paramLabel(label);
    add(option.auxiliaryTypes(String.class), setter, description);
  }

  /** Adds an option whose setter is called only if it is given. */
  private <V> void add(OptionSpec.Builder option, Consumer<V> setter, String description) {
    Binding<V> binding = new Binding<>(setter);
    option.hasInitialValue(false);
    command.addOption(option.description(description).getter(binding).setter(binding).build());
  }

  /** Passes an option's value on and keeps it, because picocli adds to a list that it has set. */
  private static final class Binding<V> implements IGetter, ISetter {
    private final Consumer<V> setter;
    private V value;

    Binding(Consumer<V> setter) {
      this.setter = setter;
    }

    @Override
    @SuppressWarnings("unchecked")
    public <T> T get() {
      return (T) value;
    }

    @Override
    @SuppressWarnings("unchecked")
    public <T> T set(T given) {
      T before = (T) value;
      value = (V) given;
      setter.accept(value);
      return before;
    }
  }
}
