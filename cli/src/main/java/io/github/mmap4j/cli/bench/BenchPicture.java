package io.github.mmap4j.cli.bench;

import io.github.mmap4j.cli.format.Units;
import io.github.mmap4j.cli.picture.Canvas;
import io.github.mmap4j.cli.picture.Picture;
import java.util.List;

/** A bar chart of the results, with an axis and a legend. All lengths are in pixels. */
public final class BenchPicture extends Picture {
  private static final int ACROSS = 720;
  private static final int BAR = 30;
  private static final int ROW = 46;
  private static final int FIRST = 3;
  private static final int PALE = 0xDDDDDD;

  /**
   * This colour and the next two are from the palette of Okabe and Ito, whose colours colour-blind
   * readers can tell apart.
   */
  private static final int READ = 0x999999;

  private static final int OURS = 0x56B4E9;
  private static final int VERMILION = 0xD55E00;

  private final BenchResult result;
  private final Axis axis;
  private final List<String> facts;
  private final int left;
  private final int top;

  public BenchPicture(BenchResult result) {
    this.result = result;
    double most = 0;
    int labels = 0;
    for (Rates rates : result.rates()) {
      most = Math.max(most, Math.max(rates.fastest(), rates.first()));
      labels = Math.max(labels, Canvas.width(rates.name(), TEXT));
    }
    axis = Axis.upTo(most);
    facts = result.facts();
    left = MARGIN + labels + GAP;
    top = MARGIN + (facts.size() + 1) * LINE + 2 * GAP;
  }

  @Override
  protected int width() {
    int widest = left + ACROSS + GAP + Canvas.width("0.00000", TEXT);
    for (String fact : facts) {
      widest = Math.max(widest, MARGIN + Canvas.width(fact, TEXT));
    }
    return widest + MARGIN;
  }

  @Override
  protected int height() {
    return bottom() + 5 * LINE + GAP + MARGIN;
  }

  private int bottom() {
    return top + result.rates().size() * ROW;
  }

  @Override
  protected String title() {
    return result.title();
  }

  /** Returns the horizontal position of a rate. */
  int x(double bytesPerSecond) {
    return left + (int) Math.round(ACROSS * axis.position(bytesPerSecond));
  }

  int barX() {
    return left;
  }

  int barY(int row) {
    return top + row * ROW;
  }

  @Override
  protected void draw(Canvas canvas) {
    drawTitle(canvas);
    for (int i = 0; i < facts.size(); i++) {
      canvas.text(MARGIN, MARGIN + (i + 1) * LINE + GAP, TEXT, GREY, facts.get(i));
    }
    axis(canvas);
    for (int row = 0; row < result.rates().size(); row++) {
      bar(canvas, result.rates().get(row), barY(row));
    }
    legend(canvas, bottom() + 3 * LINE);
  }

  private void axis(Canvas canvas) {
    for (double tick : axis.ticks()) {
      int x = x(tick);
      canvas.rectangle(x, top - GAP, 1, bottom() - top + GAP, PALE);
      centred(canvas, x, bottom() + GAP, axis.label(tick));
    }
    canvas.rectangle(left, bottom(), ACROSS, 1, GREY);
    String unit = "GB/s, 1 GB = 1,000,000,000 bytes; median of the rounds";
    centred(canvas, left + ACROSS / 2, bottom() + GAP + LINE, unit);
  }

  private void bar(Canvas canvas, Rates rates, int y) {
    int middle = y + BAR / 2;
    int end = x(rates.median());
    int text = middle - CAPITAL / 2;
    canvas.text(left - GAP - Canvas.width(rates.name(), TEXT), text, TEXT, DARK, rates.name());
    canvas.cell(left, y, Math.max(1, end - left), BAR, colour(rates), tip(rates));
    int slowest = x(rates.slowest());
    canvas.rectangle(slowest, middle - 1, Math.max(1, x(rates.fastest()) - slowest), 2, DARK);
    canvas.rectangle(x(rates.first()), y, FIRST, BAR, VERMILION);
    int behind = Math.max(end, Math.max(x(rates.fastest()), x(rates.first()) + FIRST)) + GAP;
    canvas.text(behind, text, TEXT, DARK, Units.gigabytes(rates.median()));
  }

  private static int colour(Rates rates) {
    return rates.workload() == Workload.READ ? READ : OURS;
  }

  private static String tip(Rates rates) {
    return "%s: median %s GB/s, slowest %s, fastest %s; first run %s"
        .formatted(
            rates.name(),
            Units.gigabytes(rates.median()),
            Units.gigabytes(rates.slowest()),
            Units.gigabytes(rates.fastest()),
            Units.gigabytes(rates.first()));
  }

  private void legend(Canvas canvas, int y) {
    int x = left;
    canvas.rectangle(x, y, CAPITAL, CAPITAL, READ);
    x = note(canvas, x + CAPITAL, y, "reading alone");
    canvas.rectangle(x, y, CAPITAL, CAPITAL, OURS);
    note(canvas, x + CAPITAL, y, "mmap4j");
    x = left;
    canvas.rectangle(x, y + LINE + CAPITAL / 2 - 1, 2 * CAPITAL, 2, DARK);
    x = note(canvas, x + 2 * CAPITAL, y + LINE, "slowest to fastest round");
    canvas.rectangle(x, y + LINE, FIRST, CAPITAL, VERMILION);
    note(canvas, x + FIRST, y + LINE, "first run, before the JVM has compiled");
  }

  /** Draws the text of a legend entry and returns the x coordinate of the next entry. */
  private static int note(Canvas canvas, int x, int y, String text) {
    canvas.text(x + GAP, y, TEXT, DARK, text);
    return x + GAP + Canvas.width(text, TEXT) + 2 * GAP;
  }
}
