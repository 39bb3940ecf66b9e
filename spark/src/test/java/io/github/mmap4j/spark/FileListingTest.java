package io.github.mmap4j.spark;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.BlockLocation;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.LocalFileSystem;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.connector.read.InputPartition;
import org.apache.spark.sql.util.CaseInsensitiveStringMap;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FileListingTest {
  private final SparkSession spark = LocalSpark.session();

  @TempDir Path folder;

  @BeforeEach
  void writeFiles() throws IOException {
    for (String name :
        List.of(
            "a.log",
            "b.log",
            "c.txt",
            "_hidden.log",
            ".hidden.log",
            "_metadata",
            "_x=1.log",
            "d.log._COPYING_",
            "empty.log",
            "with space.log",
            "sub/e.log",
            "sub/_f.log",
            "_sub/g.log",
            ".sub/h.log",
            "sub/deep/i.log")) {
      Path file = folder.resolve(name);
      Files.createDirectories(file.getParent());
      Files.writeString(file, name.startsWith("empty") ? "" : name + "\n");
    }
  }

  private void assertSame(Map<String, String> options, String... paths) {
    List<Row> expected = spark.read().options(options).text(paths).sort("value").collectAsList();
    List<Row> actual =
        spark
            .read()
            .format("mmap-lines")
            .options(options)
            .load(paths)
            .sort("value")
            .collectAsList();
    assertEquals(expected, actual, options + " " + List.of(paths));
  }

  @Test
  void filesAreThoseThatSparksTextSourceReads() {
    String all = folder.toString();
    assertSame(Map.of(), all);
    assertSame(Map.of(), all + "/*.log");
    assertSame(Map.of(), all + "/{a,c}.*", all + "/b.log");
    assertSame(Map.of(), all + "/[a-b].log", all + "/a.log");
    assertSame(Map.of(), all + "/_hidden.log", all + "/a.log");
    assertSame(Map.of(), all + "/_sub", all + "/s*");
    assertSame(Map.of(), "file:" + all + "/with space.log");
    assertSame(Map.of("pathGlobFilter", "*.log"), all);
    assertSame(Map.of("recursiveFileLookup", "true"), all);
    assertSame(Map.of("RECURSIVEFILELOOKUP", "true", "pathGlobFilter", "*[ei].log"), all);
  }

  @Test
  void aMissingFileIsAnError() {
    Exception e =
        assertThrows(
            IllegalArgumentException.class,
            () -> spark.read().format("mmap-lines").load(folder + "/no*.log").collect());
    assertTrue(e.getMessage().contains(folder + "/no*.log on " + LineFile.host()), e.getMessage());
  }

  @Test
  void aPathWithoutASchemeIsLocalWhateverTheDefaultFileSystemIs() throws IOException {
    Configuration configuration = spark.sparkContext().hadoopConfiguration();
    String before = configuration.get("fs.defaultFS");
    configuration.set("fs.defaultFS", "hdfs://x:1");
    try {
      for (String path : List.of(folder + "/a.log", folder + "/a*", "file:" + folder + "/a.log")) {
        List<InputPartition> parts = parts(path);
        FileRange range = ((LinesPart) parts.getFirst()).ranges().getFirst();
        ListedFile listed = new ListedFile(6, SeenFile.at(folder + "/a.log", true).identity());
        assertEquals(new FileRange(folder + "/a.log", 0, 6, listed), range, path);
      }
    } finally {
      configuration.set("fs.defaultFS", before);
    }
  }

  @Test
  void partitionedFoldersAreRefused() throws IOException {
    Files.createDirectory(folder.resolve("day=1"));
    Exception e =
        assertThrows(
            IllegalArgumentException.class,
            () -> spark.read().format("mmap-lines").load(folder.toString()).collect());
    assertTrue(e.getMessage().contains("recursiveFileLookup"), e.getMessage());
  }

  /** A file system that knows where files are. */
  public static final class LocatedFiles extends LocalFileSystem {
    @Override
    public BlockLocation[] getFileBlockLocations(FileStatus file, long start, long length) {
      String[] hosts = {file.getPath().getName().startsWith("a") ? "node-a" : "node-b"};
      return new BlockLocation[] {new BlockLocation(null, hosts, start, length)};
    }
  }

  private List<InputPartition> parts(String path) {
    CaseInsensitiveStringMap options = new CaseInsensitiveStringMap(Map.of("path", path));
    return List.of(
        new LinesTable(options)
            .newScanBuilder(CaseInsensitiveStringMap.empty())
            .build()
            .toBatch()
            .planInputPartitions());
  }

  @Test
  void tasksPreferTheHostsThatHaveTheFiles() {
    Configuration configuration = spark.sparkContext().hadoopConfiguration();
    configuration.set("fs.file.impl", LocatedFiles.class.getName());
    configuration.set("fs.file.impl.disable.cache", "true");
    try {
      assertEquals(
          List.of("node-a"), List.of(parts(folder + "/a.log").getFirst().preferredLocations()));
      assertEquals(
          List.of("node-b"), List.of(parts(folder + "/b.log").getFirst().preferredLocations()));
    } finally {
      configuration.unset("fs.file.impl");
      configuration.unset("fs.file.impl.disable.cache");
    }
  }

  @Test
  void localFilesHaveNoPreferredHost() {
    assertEquals(0, parts(folder + "/a.log").getFirst().preferredLocations().length);
  }

  @Test
  void longFilesAreSplitAndShortOnesPacked() {
    spark.conf().set("spark.sql.files.openCostInBytes", 1);
    spark.conf().set("spark.sql.files.maxPartitionBytes", 8);
    try {
      List<InputPartition> parts = parts(folder + "/{a,b,c}*");
      List<Integer> ranges =
          parts.stream().map(part -> ((LinesPart) part).ranges().size()).toList();
      // Files of 6 bytes fit in a part, but no two of them.
      assertEquals(List.of(1, 1, 1), ranges);
      assertEquals(2, parts(folder + "/_x=1.log").size() + parts(folder + "/empty.log").size());
      spark.conf().set("spark.sql.files.minPartitionNum", 1);
      spark.conf().set("spark.sql.files.maxPartitionBytes", 100);
      assertEquals(1, parts(folder + "/{a,b,c}*").size());
      spark.conf().unset("spark.sql.files.minPartitionNum");
      spark.conf().set("spark.sql.leafNodeDefaultParallelism", 1);
      assertEquals(1, parts(folder + "/{a,b,c}*").size());
      spark.conf().set("spark.sql.leafNodeDefaultParallelism", 7);
      assertEquals(6, parts(folder + "/a.log").size());
      spark.conf().set("spark.sql.files.maxPartitionNum", 1);
      assertEquals(1, parts(folder + "/a.log").size());
    } finally {
      spark.conf().unset("spark.sql.leafNodeDefaultParallelism");
      spark.conf().unset("spark.sql.files.maxPartitionNum");
      spark.conf().unset("spark.sql.files.openCostInBytes");
      spark.conf().unset("spark.sql.files.maxPartitionBytes");
      spark.conf().unset("spark.sql.files.minPartitionNum");
    }
  }
}
