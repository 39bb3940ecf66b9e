package io.github.mmap4j.cli;

/** The training run for {@link MainWithVectors}. */
public final class TrainingWithVectors {
  private TrainingWithVectors() {}

  /**
   * Takes standard error back, as the command will, and trains.
   *
   * @param files the files to search
   */
  public static void main(String[] files) {
    MainWithVectors.takeStandardError();
    Training.main(files);
  }
}
