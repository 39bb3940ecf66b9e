package io.github.mmap4j.bench;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.SequencedMap;
import java.util.SequencedSet;
import java.util.stream.Stream;

/**
 * A bar chart, drawn as an SVG image.
 *
 * @param title the title above the chart
 * @param notes the lines of small text below the title
 * @param unit the unit of the axis
 * @param sections the sections, from top to bottom, which share the axis and the legend
 */
record Chart(String title, List<String> notes, String unit, List<Section> sections) {
  /**
   * The groups of bars below a heading.
   *
   * @param heading the heading
   * @param groups the groups, from top to bottom
   */
  record Section(String heading, List<Group> groups) {}

  /**
   * A group of bars below one another.
   *
   * @param name the name to the left of the bars
   * @param bars the values by the name of their series, from top to bottom
   */
  record Group(String name, SequencedMap<String, Double> bars) {}

  private static final int WIDTH = 900;
  private static final int LEFT = 170;
  private static final int RIGHT = 60;
  private static final int BAR = 11;
  private static final int GAP = 12;
  private static final int LINE = 18;
  private static final int TICKS = 5;
  private static final int LEGEND_COLUMN = 180;

  /** The colours of the series, which colour-blind readers can distinguish too (Okabe and Ito). */
  private static final List<String> COLOURS =
      List.of(
          "#999999", "#0072b2", "#56b4e9", "#d55e00", "#e69f00", "#009e73", "#cc79a7", "#f0e442");

  String svg() {
    List<String> series = series();
    if (series.size() > COLOURS.size()) {
      throw new IllegalStateException("more series than colours");
    }
    double most = most();
    int perRow = (WIDTH - 2 * GAP) / LEGEND_COLUMN;
    int top = 44 + notes.size() * LINE + (series.size() + perRow - 1) / perRow * LINE + GAP;
    int bottom = top;
    for (Section section : sections) {
      bottom += LINE;
      for (Group group : section.groups()) {
        bottom += group.bars().size() * BAR + GAP;
      }
    }
    StringBuilder svg = new StringBuilder();
    int height = bottom + 3 * LINE;
    add(
        svg,
        "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"%d\" height=\"%d\" viewBox=\"0 0 %d %d\""
            + " font-family=\"sans-serif\" font-size=\"12\" fill=\"#222222\">",
        WIDTH,
        height,
        WIDTH,
        height);
    add(svg, "<title>%s</title>", escaped(title));
    add(svg, "<rect width=\"%d\" height=\"%d\" fill=\"#ffffff\"/>", WIDTH, height);
    text(svg, GAP, 28, "font-size=\"18\" font-weight=\"bold\"", title);
    for (int i = 0; i < notes.size(); i++) {
      text(svg, GAP, 48 + i * LINE, "fill=\"#555555\"", notes.get(i));
    }
    for (int i = 0; i < series.size(); i++) {
      int x = GAP + i % perRow * LEGEND_COLUMN;
      int y = 44 + notes.size() * LINE + i / perRow * LINE;
      add(
          svg,
          "<rect x=\"%d\" y=\"%d\" width=\"12\" height=\"12\" fill=\"%s\"/>",
          x,
          y,
          COLOURS.get(i));
      text(svg, x + 18, y + 10, "", series.get(i));
    }
    axis(svg, top, bottom, most);
    int y = top;
    for (Section section : sections) {
      text(svg, GAP, y + BAR, "font-weight=\"bold\"", section.heading());
      y += LINE;
      for (Group group : section.groups()) {
        bars(svg, group, y, series, most);
        y += group.bars().size() * BAR + GAP;
      }
    }
    return svg.append("</svg>\n").toString();
  }

  private Stream<Group> groups() {
    return sections.stream().flatMap(section -> section.groups().stream());
  }

  private List<String> series() {
    SequencedSet<String> names = new LinkedHashSet<>();
    groups().forEach(group -> names.addAll(group.bars().keySet()));
    return new ArrayList<>(names);
  }

  /** Returns the end of the axis, a round number that no value exceeds. */
  private double most() {
    double greatest =
        groups()
            .flatMap(group -> group.bars().values().stream())
            .mapToDouble(Double::doubleValue)
            .max()
            .orElse(1);
    double power = Math.pow(10, Math.floor(Math.log10(greatest)));
    for (double round : new double[] {1, 2, 2.5, 5}) {
      if (greatest <= round * power) {
        return round * power;
      }
    }
    return 10 * power;
  }

  private static double length(double value, double most) {
    return value / most * (WIDTH - LEFT - RIGHT);
  }

  private void axis(StringBuilder svg, int top, int bottom, double most) {
    for (int i = 0; i <= TICKS; i++) {
      double value = most * i / TICKS;
      double x = LEFT + length(value, most);
      add(
          svg,
          "<line x1=\"%.1f\" y1=\"%d\" x2=\"%.1f\" y2=\"%d\" stroke=\"#dddddd\"/>",
          x,
          top - 4,
          x,
          bottom);
      text(svg, x, bottom + LINE, "text-anchor=\"middle\"", number(value));
    }
    double middle = LEFT + length(most / 2, most);
    text(svg, middle, bottom + 2 * LINE, "text-anchor=\"middle\"", unit);
  }

  private static void bars(
      StringBuilder svg, Group group, int top, List<String> series, double most) {
    int middle = top + group.bars().size() * BAR / 2 + 4;
    text(svg, LEFT - 8, middle, "text-anchor=\"end\"", group.name());
    int y = top;
    for (Map.Entry<String, Double> bar : group.bars().entrySet()) {
      double length = length(bar.getValue(), most);
      add(
          svg,
          "<rect class=\"bar\" x=\"%d\" y=\"%d\" width=\"%.1f\" height=\"%d\" fill=\"%s\">"
              + "<title>%s, %s: %s</title></rect>",
          LEFT,
          y,
          length,
          BAR - 1,
          COLOURS.get(series.indexOf(bar.getKey())),
          escaped(group.name()),
          escaped(bar.getKey()),
          number(bar.getValue()));
      text(svg, LEFT + length + 4, y + BAR - 2, "font-size=\"9\"", number(bar.getValue()));
      y += BAR;
    }
  }

  /** Formats a value with at most two decimals; larger values have fewer. */
  private static String number(double value) {
    if (value == 0) {
      return "0";
    }
    return String.format(
        Locale.ROOT, value < 0.995 ? "%.2f" : value < 9.95 ? "%.1f" : "%.0f", value);
  }

  private static void text(StringBuilder svg, double x, double y, String style, String text) {
    add(svg, "<text x=\"%.1f\" y=\"%.1f\" %s>%s</text>", x, y, style, escaped(text));
  }

  private static void add(StringBuilder svg, String format, Object... values) {
    svg.append(String.format(Locale.ROOT, format, values)).append('\n');
  }

  private static String escaped(String text) {
    return text.replace("&", "&amp;").replace("<", "&lt;").replace("\"", "&quot;");
  }
}
