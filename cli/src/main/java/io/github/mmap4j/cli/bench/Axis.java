package io.github.mmap4j.cli.bench;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;

/**
 * An axis of rates from 0 to a round number.
 *
 * @param step the distance between two ticks, in GB/s
 * @param steps the number of steps
 */
record Axis(BigDecimal step, int steps) {
  private static final int MOST_STEPS = 5;
  private static final double GIGA = 1e9;
  private static final List<BigDecimal> ROUND =
      List.of(BigDecimal.ONE, new BigDecimal("2"), new BigDecimal("2.5"), new BigDecimal("5"));

  /**
   * Returns the axis with the smallest round step that reaches {@code greatest} bytes per second in
   * at most five steps.
   */
  static Axis upTo(double greatest) {
    double gigabytes = greatest / GIGA;
    int power = (int) Math.floor(Math.log10(gigabytes / MOST_STEPS));
    for (BigDecimal round : ROUND) {
      BigDecimal step = round.scaleByPowerOfTen(power);
      if (gigabytes <= MOST_STEPS * step.doubleValue()) {
        return of(step, gigabytes);
      }
    }
    return of(BigDecimal.ONE.scaleByPowerOfTen(power + 1), gigabytes);
  }

  private static Axis of(BigDecimal step, double gigabytes) {
    return new Axis(step, Math.max(1, (int) Math.ceil(gigabytes / step.doubleValue())));
  }

  /** Returns the position of a rate on the axis, from 0 at its start to 1 at its end. */
  double position(double bytesPerSecond) {
    return bytesPerSecond / GIGA / (step.doubleValue() * steps);
  }

  /** Returns the ticks, in bytes per second. */
  List<Double> ticks() {
    List<Double> ticks = new ArrayList<>();
    for (int i = 0; i <= steps; i++) {
      ticks.add(i * step.doubleValue() * GIGA);
    }
    return ticks;
  }

  /** Returns the label of a tick, in GB/s. */
  String label(double tick) {
    long number = Math.round(tick / GIGA / step.doubleValue());
    BigDecimal label = step.multiply(BigDecimal.valueOf(number)).stripTrailingZeros();
    return label.toPlainString();
  }
}
