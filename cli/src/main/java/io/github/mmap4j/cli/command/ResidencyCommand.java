package io.github.mmap4j.cli.command;

import io.github.mmap4j.cli.files.Failures;
import io.github.mmap4j.cli.files.FileTree;
import io.github.mmap4j.cli.input.Arguments;
import io.github.mmap4j.cli.input.Refusal;
import io.github.mmap4j.cli.picture.Picture;
import io.github.mmap4j.cli.picture.Pictures;
import io.github.mmap4j.cli.residency.HeatPicture;
import io.github.mmap4j.cli.residency.JsonReport;
import io.github.mmap4j.cli.residency.PictureReport;
import io.github.mmap4j.cli.residency.Report;
import io.github.mmap4j.cli.residency.Survey;
import io.github.mmap4j.cli.residency.TextReport;
import io.github.mmap4j.cli.terminal.Frame;
import io.github.mmap4j.cli.terminal.Output;
import io.github.mmap4j.cli.terminal.OutputException;
import io.github.mmap4j.cli.terminal.Screen;
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
public final class ResidencyCommand implements Callable<Integer> {
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

  /** Consumes the next argument only if it is a number, since it may be a file. */
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
    long pause = Arguments.milliseconds("--watch", watch, OFTENEST, RAREST);
    Frame frame = new Frame(out);
    int status = lookAgain(frame);
    while (status == 0) {
      Thread.sleep(pause);
      status = lookAgain(frame);
    }
    return status;
  }

  private int lookOnce() throws OutputException {
    Pictures pictures = new Pictures(failures);
    int status = pictures.prepare(png, Picture::png, files);
    status = Math.max(status, pictures.prepare(svg, Picture::svg, files));
    if (status != 0 || pictures.isEmpty()) {
      return status != 0 ? status : look(printed());
    }
    PictureReport kept = new PictureReport();
    status = look(printed(), kept);
    if (status != 0 && kept.isEmpty()) {
      return status;
    }
    return Math.max(status, pictures.write(new HeatPicture(kept.map())));
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
    if (status == 0) { // otherwise the error appears below the last frame
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
}
