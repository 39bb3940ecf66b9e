package io.github.mmap4j.cli.command;

import io.github.mmap4j.cli.files.Failures;
import io.github.mmap4j.cli.files.FileTree;
import io.github.mmap4j.cli.format.JsonWriter;
import io.github.mmap4j.cli.input.Arguments;
import io.github.mmap4j.cli.input.Refusal;
import io.github.mmap4j.cli.names.RawPath;
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
import io.github.mmap4j.cli.terminal.Progress;
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
      "Shows how much of each FILE is in memory: in pages, in bytes, and as a bar for the"
          + " whole file. The height of each block shows how much of its part of the file is in"
          + " memory.",
      "On a terminal, the bar fills the width (from COLUMNS, otherwise from stty) and is"
          + " coloured unless NO_COLOR is set. Elsewhere it is 80 columns wide and plain."
    })
final class ResidencyCommand implements Callable<Integer> {
  private static final BigDecimal OFTENEST = new BigDecimal("0.1");
  private static final BigDecimal RAREST = new BigDecimal(24 * 60 * 60);

  private final Output out;
  private final Failures failures;
  private final Progress progress;
  private final Screen screen;

  @Parameters(
      arity = "1..*",
      paramLabel = "FILE|DIR",
      description =
          "Regular files; for a folder, all files in and below it, sorted by name,"
              + " without following symbolic links.")
  private List<String> files;

  @Option(
      names = "--json",
      description =
          JsonWriter.HELP
              + "\"pages\", \"residentPages\", \"bytes\", \"residentBytes\" and \"runs\","
              + " the offset and the length in bytes of each run of pages in memory. A last line"
              + " has the \"total\" of all \"files\", and \"pageSize\".")
  private boolean json;

  @Option(
      names = "--watch",
      arity = "0..1",
      paramLabel = "SECONDS",
      fallbackValue = "1",
      parameterConsumer = Seconds.class,
      description =
          "Look again every SECONDS seconds (1 by default) until Ctrl-C or until a file"
              + " fails. On a terminal, the result is redrawn in place; elsewhere, and with"
              + " --json, each result follows the previous one.")
  private String watch;

  @Option(
      names = "--png",
      paramLabel = "OUT",
      description =
          "Also write a picture to OUT, as PNG: a row of cells for each file, or several"
              + " rows for one large file. Of more than 100 files, only the 100 largest are"
              + " shown. An existing OUT is replaced.")
  private String png;

  @Option(names = "--svg", paramLabel = "OUT", description = "Like --png, but as SVG.")
  private String svg;

  /** Consumes the argument after {@code --watch} only if it is a number; it may be a file. */
  private static final class Seconds implements IParameterConsumer {
    @Override
    public void consumeParameters(Stack<String> arguments, ArgSpec option, CommandSpec command) {
      boolean given = !arguments.isEmpty() && arguments.peek().matches("[\\d.]+");
      option.setValue(given ? arguments.pop() : "1");
    }
  }

  ResidencyCommand(Output out, Failures failures, Progress progress) {
    this.out = out;
    this.failures = failures;
    this.progress = progress;
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
    if (watch == null) { // otherwise the results are redrawn where the line would be
      progress.start(tree.files().stream().map(RawPath::name).toList());
    }
    Survey survey = new Survey(reports);
    int status = tree.status();
    for (Path file : tree.files()) {
      String name = RawPath.name(file);
      status = Math.max(status, failures.guard(name, () -> survey.add(file)));
      out.pieceDone();
      progress.fileDone(name);
    }
    survey.end();
    return status;
  }
}
