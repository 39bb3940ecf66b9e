package io.github.mmap4j.cli;

import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Stack;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.IParameterConsumer;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
    name = "residency",
    description = {
      "Shows how much of each FILE is in memory: in pages, in bytes, and as a bar that stands for"
          + " the whole file. Each of its blocks is as high as much of its part is in memory.",
      "On a terminal the bar is as wide as it (COLUMNS, else stty tells), and coloured unless"
          + " NO_COLOR is set. Elsewhere it is 80 columns wide and plain."
    })
final class ResidencyCommand implements Callable<Integer> {
  private static final BigDecimal OFTENEST = new BigDecimal("0.1");
  private static final BigDecimal RAREST = new BigDecimal(24 * 60 * 60);

  private final Output out;
  private final Failures failures;
  private final Screen screen;

  @Parameters(
      arity = "1..*",
      paramLabel = "FILE|DIR",
      description =
          "Regular files; of a folder those in and below it, in the order of their names, without"
              + " following symbolic links.")
  private List<String> files;

  @Option(
      names = "--json",
      description =
          "Print JSON, an object a line: one for all files, with \"files\", each with \"path\" and what"
              + " is in memory, and \"total\". \"runs\" has the offset and the length of each run of"
              + " pages in memory, in bytes; \"uri\" is there where the bytes of a name are not UTF-8.")
  private boolean json;

  @Option(
      names = "--watch",
      arity = "0..1",
      paramLabel = "SECONDS",
      fallbackValue = "1",
      parameterConsumer = Seconds.class,
      description =
          "Look again every so many seconds, 1 if not given, until Ctrl-C or a file fails. A"
              + " terminal shows the newest in place; elsewhere, and as JSON, each follows the one"
              + " before.")
  private String watch;

  @Option(
      names = "--png",
      paramLabel = "OUT",
      description =
          "Also write a picture to OUT, as PNG: a row of cells for each file, or several for one"
              + " large file; of more than 100 files the largest. It takes the place of a file OUT.")
  private String png;

  @Option(names = "--svg", paramLabel = "OUT", description = "The same as SVG.")
  private String svg;

  private interface Format {
    byte[] of(HeatPicture picture) throws IOException;
  }

  private record Drawing(String name, PictureFile file, Format format) {
    int write(HeatPicture picture) throws IOException {
      file.write(format.of(picture));
      return 0;
    }
  }

  /** Takes a number only: what follows may be a file. */
  private static final class Seconds implements IParameterConsumer {
    @Override
    public void consumeParameters(Stack<String> arguments, ArgSpec option, CommandSpec command) {
      boolean given = !arguments.isEmpty() && arguments.peek().matches("[\\d.]+");
      option.setValue(given ? arguments.pop() : "1");
    }
  }

  ResidencyCommand(Output out, Failures failures) {
    this.out = out;
    this.failures = failures;
    this.screen = Screen.of(out);
  }

  @Override
  public Integer call() throws OutputException, Refusal, InterruptedException {
    if (watch == null) {
      return lookOnce();
    }
    if (png != null || svg != null) {
      throw new Refusal("--watch writes no picture");
    }
    long pause = milliseconds(watch);
    Frame frame = new Frame(out);
    int status = lookAgain(frame);
    while (status == 0) {
      Thread.sleep(pause);
      status = lookAgain(frame);
    }
    return status;
  }

  private int lookOnce() throws OutputException {
    List<Drawing> drawings = new ArrayList<>();
    int status = prepare(png, HeatPicture::png, drawings);
    status = Math.max(status, prepare(svg, HeatPicture::svg, drawings));
    if (status != 0 || drawings.isEmpty()) {
      return status != 0 ? status : look(printed());
    }
    PictureReport kept = new PictureReport();
    status = look(printed(), kept);
    if (status != 0 && kept.isEmpty()) {
      return status;
    }
    HeatPicture picture = new HeatPicture(kept.map());
    for (Drawing drawing : drawings) {
      status = Math.max(status, failures.guard(drawing.name, () -> drawing.write(picture)));
    }
    return status;
  }

  /** Before anything is looked at: a picture that can't be written is work for nothing. */
  private int prepare(String name, Format format, List<Drawing> drawings) throws OutputException {
    if (name == null) {
      return 0;
    }
    return failures.guard(
        name,
        () -> {
          drawings.add(new Drawing(name, PictureFile.of(name, files), format));
          return 0;
        });
  }

  private Report printed() {
    return json ? new JsonReport(out) : new TextReport(out::line, screen, false);
  }

  private int lookAgain(Frame frame) throws OutputException {
    if (json || !screen.canRedraw()) {
      int status = look(printed());
      out.flush();
      return status;
    }
    List<String> lines = new ArrayList<>();
    int status = look(new TextReport(lines::add, screen, true));
    if (status == 0) { // else what failed is told below what was drawn last
      frame.draw(lines, screen.size().rows());
    }
    return status;
  }

  private int look(Report... reports) throws OutputException {
    FileTree tree = FileTree.of(files, failures);
    Survey survey = new Survey(reports);
    int status = tree.status();
    for (Path file : tree.files()) {
      status = Math.max(status, failures.guard(file.toString(), () -> survey.add(file)));
      out.pieceDone();
    }
    survey.end();
    return status;
  }

  private static long milliseconds(String seconds) throws Refusal {
    try {
      BigDecimal number = new BigDecimal(seconds);
      if (number.compareTo(OFTENEST) >= 0 && number.compareTo(RAREST) <= 0) {
        return number.movePointRight(3).longValue();
      }
    } catch (NumberFormatException e) {
      throw new Refusal("--watch is not a number of seconds: '" + seconds + "'");
    }
    throw new Refusal(
        "--watch is not from %s to %s seconds: %s".formatted(OFTENEST, RAREST, seconds));
  }
}
