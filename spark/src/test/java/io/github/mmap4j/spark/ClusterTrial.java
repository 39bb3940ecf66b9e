package io.github.mmap4j.spark;

import java.io.File;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.spi.ToolProvider;
import java.util.stream.Stream;

/**
 * Runs the source on a cluster of a master and two workers, which are processes of their own on
 * this host, and disturbs it: kills a worker with its executor, and truncates a file that is being
 * read. The script build/spark-cluster starts it; it is not one of the tests, as it takes minutes.
 */
final class ClusterTrial implements AutoCloseable {
  private static final int LINES = 400_000;
  private static final long MINUTES = 10;

  private final Path folder;
  private final Path home;
  private final List<String> options;
  private final List<Path> jars = new ArrayList<>();
  private final List<Process> workers = new ArrayList<>();
  private final String master;
  private final Process masterProcess;
  private int scenario;
  private Process app;

  private ClusterTrial(Path folder, List<String> options) throws Exception {
    this.folder = folder;
    this.home = Files.createDirectories(folder.resolve("home"));
    this.options = options;
    installSpark();
    int port;
    try (ServerSocket free = new ServerSocket(0)) {
      port = free.getLocalPort();
    }
    master = "spark://127.0.0.1:" + port;
    masterProcess =
        start(
            "master",
            "org.apache.spark.deploy.master.Master",
            "--host",
            "127.0.0.1",
            "--port",
            "" + port,
            "--webui-port",
            "0");
    startWorker();
    startWorker();
  }

  /** Runs all scenarios; the arguments are the options that Spark needs from the JVM. */
  public static void main(String[] args) throws Exception {
    Path folder = Files.createTempDirectory("spark-cluster");
    boolean passed;
    try (ClusterTrial trial = new ClusterTrial(folder, List.of(args))) {
      passed = trial.runAll();
    }
    if (!passed) {
      System.out.println("the logs are in " + folder);
      System.exit(1);
    }
    try (Stream<Path> all = Files.walk(folder)) {
      for (Path each : all.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(each);
      }
    }
  }

  private boolean runAll() throws Exception {
    boolean passed = undisturbed();
    passed &= killedWorker();
    startWorker();
    passed &= truncatedBetweenTasks();
    passed &= truncatedUnderATask();
    passed &= streamWithKilledWorker();
    return passed;
  }

  /** Makes Spark's folder of the jars on the class path, and jars of this project's classes. */
  private void installSpark() throws IOException {
    Path lib = Files.createDirectories(home.resolve("jars"));
    for (String each : System.getProperty("java.class.path").split(File.pathSeparator)) {
      Path path = Path.of(each).toAbsolutePath();
      if (Files.isDirectory(path)) {
        Path jar = folder.resolve("app-" + jars.size() + ".jar");
        ToolProvider tool = ToolProvider.findFirst("jar").orElseThrow();
        int result =
            tool.run(System.out, System.err, "--create", "--file", "" + jar, "-C", "" + path, ".");
        if (result != 0) {
          throw new IOException("jar ended with " + result);
        }
        jars.add(jar);
      } else {
        Files.createSymbolicLink(lib.resolve(path.getFileName()), path);
      }
    }
  }

  private void startWorker() throws IOException {
    String name = "worker-" + workers.size();
    workers.add(
        start(
            name,
            "org.apache.spark.deploy.worker.Worker",
            "--host",
            "127.0.0.1",
            "--webui-port",
            "0",
            "--cores",
            "1",
            "--memory",
            "700m",
            "--work-dir",
            "" + folder.resolve(name),
            master));
  }

  /** Starts a class of Spark in a process of its own, which logs to a file. */
  private Process start(String log, String mainClass, String... arguments) throws IOException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(options);
    command.addAll(List.of("-Xmx512m", "-cp", home.resolve("jars") + "/*", mainClass));
    command.addAll(List.of(arguments));
    ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
    builder.environment().put("SPARK_HOME", home.toString());
    builder.environment().put("SPARK_SCALA_VERSION", "2.13");
    builder.environment().put("SPARK_LOCAL_IP", "127.0.0.1");
    builder.environment().put("JAVA_HOME", System.getProperty("java.home"));
    builder.redirectOutput(folder.resolve(log + ".log").toFile());
    return builder.start();
  }

  /** Submits the application as users do. */
  private Process submit(String log, Job job, Path data) throws IOException {
    List<String> arguments =
        new ArrayList<>(List.of("--master", master, "--executor-memory", "512m"));
    for (String each :
        List.of(
            "spark.ui.enabled=false",
            "spark.driver.host=127.0.0.1",
            "spark.sql.files.maxPartitionBytes=" + job.partition,
            "spark.sql.shuffle.partitions=2",
            "spark.executor.extraJavaOptions=--enable-native-access=ALL-UNNAMED")) {
      arguments.addAll(List.of("--conf", each));
    }
    arguments.addAll(
        List.of("--jars", String.join(",", jars.stream().map(Path::toString).toList())));
    arguments.addAll(List.of("--class", ClusterApp.class.getName(), "" + jars.getFirst()));
    arguments.addAll(List.of(job.kind, "" + data));
    return start(log, "org.apache.spark.deploy.SparkSubmit", arguments.toArray(String[]::new));
  }

  /** What the application does, and the most bytes of a task. */
  private enum Job {
    SMALL_TASKS("batch", "1m"),
    A_TASK_FOR_EACH_FILE("batch", "1g"),
    STREAM("stream", "1m");

    private final String kind;
    private final String partition;

    Job(String kind, String partition) {
      this.kind = kind;
      this.partition = partition;
    }
  }

  /**
   * What the application said.
   *
   * @param removed how many executors were lost
   * @param failed how many tasks failed
   * @param result the lines and bytes, or the failure
   */
  private record Said(int removed, int failed, String result) {
    private static final Pattern TEXT =
        Pattern.compile("executors removed: (\\d+), tasks failed: (\\d+); (.*)");

    static Said of(Matcher text) {
      return new Said(
          Integer.parseInt(text.group(1)), Integer.parseInt(text.group(2)), text.group(3));
    }
  }

  /** What a trial does to the cluster or the files while the application runs. */
  @FunctionalInterface
  private interface Disturbance {
    void run(Path data) throws Exception;
  }

  /** Runs the application, and prints whether what it says passes. */
  private boolean run(String name, Job job, Disturbance disturbance, Predicate<Said> passes)
      throws Exception {
    long begun = System.nanoTime();
    Path data = Files.createDirectories(folder.resolve("data-" + scenario++));
    Path logs = Files.createDirectories(data.resolve("logs"));
    if (job != Job.STREAM) {
      for (int file = 0; file < 2; file++) {
        write(logs.resolve(file + ".log"), file, 0, LINES);
      }
    }
    String log = "app-" + name;
    app = submit(log, job, data);
    disturbance.run(data);
    boolean ended = app.waitFor(MINUTES, TimeUnit.MINUTES);
    app.destroyForcibly();
    String output = Files.readString(folder.resolve(log + ".log"));
    Optional<Said> said =
        output.lines().map(Said.TEXT::matcher).filter(Matcher::matches).map(Said::of).findFirst();
    boolean passed = said.isPresent() && passes.test(said.get());
    long seconds = (System.nanoTime() - begun) / 1_000_000_000;
    String shown =
        said.map(Said::toString)
            .orElse(ended ? "the application said nothing" : "the application did not end");
    System.out.printf("%s %s, %d s: %.300s%n", passed ? "PASS" : "FAIL", name, seconds, shown);
    return passed;
  }

  /** Appends numbered lines to a file. */
  private static void write(Path path, int file, int from, int to) throws IOException {
    StringBuilder text = new StringBuilder();
    for (int i = from; i < to; i++) {
      text.append(line(file, i)).append('\n');
    }
    Files.writeString(path, text, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
  }

  private static String line(int file, int i) {
    return "file " + file + " line " + i + " of the trial";
  }

  /** Returns what the application says if it has read every line of two files once. */
  private static String allOf(int lines) {
    long bytes = 0;
    for (int i = 0; i < lines; i++) {
      bytes += line(0, i).length() + line(1, i).length();
    }
    return "lines and bytes: " + 2L * lines + " " + bytes;
  }

  /** Waits until the application has made a file, or has ended. */
  private void waitFor(Path data, String mark) throws InterruptedException {
    while (!Files.exists(data.resolve(mark)) && app.isAlive()) {
      Thread.sleep(50);
    }
  }

  private boolean undisturbed() throws Exception {
    return run(
        "undisturbed", Job.SMALL_TASKS, _ -> {}, said -> said.equals(new Said(0, 0, allOf(LINES))));
  }

  private boolean killedWorker() throws Exception {
    return run(
        "killed-worker",
        Job.SMALL_TASKS,
        data -> {
          waitFor(data, "running");
          killWorker();
        },
        said -> said.removed == 1 && said.result.equals(allOf(LINES)));
  }

  /** Kills the oldest worker that runs, and its executors. */
  private void killWorker() throws InterruptedException {
    Process worker = workers.stream().filter(Process::isAlive).findFirst().orElseThrow();
    List<ProcessHandle> all = new ArrayList<>(worker.descendants().toList());
    all.add(worker.toHandle());
    all.forEach(ProcessHandle::destroyForcibly);
    worker.waitFor();
  }

  /**
   * Truncates a file to a third when tasks have ended. The job ends with what is left, or with the
   * typed error.
   */
  private boolean truncatedBetweenTasks() throws Exception {
    Matcher lines = Pattern.compile("lines and bytes: ([0-9]+) .*").matcher("");
    return run(
        "truncated-between-tasks",
        Job.SMALL_TASKS,
        data -> {
          waitFor(data, "running");
          truncate(data);
        },
        said ->
            said.removed == 0
                && (isTyped(said)
                    || lines.reset(said.result).matches()
                        && Long.parseLong(lines.group(1)) >= LINES
                        && Long.parseLong(lines.group(1)) <= 2L * LINES));
  }

  /**
   * Truncates a file to a third when the task that reads it has read a fifth. That task fails, and
   * the next attempt reads what is left.
   */
  private boolean truncatedUnderATask() throws Exception {
    long[] left = new long[1];
    return run(
        "truncated-under-a-task",
        Job.A_TASK_FOR_EACH_FILE,
        data -> {
          waitFor(data, "read");
          left[0] = truncate(data);
        },
        said ->
            said.removed == 0
                && said.failed == 1
                && said.result.startsWith("lines and bytes: " + (LINES + left[0]) + " "));
  }

  private static boolean isTyped(Said said) {
    return said.result.startsWith("failed: ")
        && said.result.contains(FileShortenedException.class.getSimpleName());
  }

  /** Truncates the first file to a third and returns how many lines are left. */
  private static long truncate(Path data) throws IOException {
    Path path = data.resolve("logs/0.log");
    try (RandomAccessFile file = new RandomAccessFile(path.toFile(), "rw")) {
      file.setLength(file.length() / 3);
    }
    return Files.readString(path).lines().count();
  }

  private boolean streamWithKilledWorker() throws Exception {
    int lines = LINES / 10;
    int steps = 20;
    return run(
        "stream-with-killed-worker",
        Job.STREAM,
        data -> {
          for (int step = 0; step < steps; step++) {
            for (int file = 0; file < 2; file++) {
              int from = lines / steps * step;
              write(data.resolve("logs/" + file + ".log"), file, from, from + lines / steps);
            }
            if (step == steps / 2) {
              waitFor(data, "running");
              killWorker();
            }
            Thread.sleep(300);
          }
          Files.writeString(data.resolve("written"), "");
        },
        said -> said.removed == 1 && said.result.equals(allOf(lines)));
  }

  @Override
  public void close() {
    for (Process worker : workers) {
      worker.descendants().forEach(ProcessHandle::destroyForcibly);
      worker.destroyForcibly();
    }
    masterProcess.destroyForcibly();
  }
}
