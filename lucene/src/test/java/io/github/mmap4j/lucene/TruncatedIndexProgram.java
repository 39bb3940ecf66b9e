package io.github.mmap4j.lucene;

import io.github.mmap4j.MappingFaultException;
import io.github.mmap4j.SegmentGuard;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.apache.lucene.document.Document;
import org.apache.lucene.document.Field;
import org.apache.lucene.document.NumericDocValuesField;
import org.apache.lucene.document.StringField;
import org.apache.lucene.document.TextField;
import org.apache.lucene.index.DirectoryReader;
import org.apache.lucene.index.IndexWriter;
import org.apache.lucene.index.IndexWriterConfig;
import org.apache.lucene.index.Term;
import org.apache.lucene.search.BooleanClause;
import org.apache.lucene.search.BooleanQuery;
import org.apache.lucene.search.IndexSearcher;
import org.apache.lucene.search.PrefixQuery;
import org.apache.lucene.search.Query;
import org.apache.lucene.search.ScoreDoc;
import org.apache.lucene.search.Sort;
import org.apache.lucene.search.SortField;
import org.apache.lucene.search.TermQuery;
import org.apache.lucene.search.TopDocs;
import org.apache.lucene.store.Directory;
import org.apache.lucene.store.MMapDirectory;
import org.apache.lucene.util.BytesRef;

/**
 * Truncates an index that a searcher has open. The arguments are a folder, the library that maps
 * the files ({@code lucene} or {@code mmap4j}), the number of warm-up searches, and the number of
 * rounds.
 */
final class TruncatedIndexProgram {
  private static final int DOCUMENTS = 2_000;

  private TruncatedIndexProgram() {}

  /** A search, which must throw instead of reading zeros in place of lost bytes. */
  private interface Search {
    long run() throws IOException;
  }

  private interface Round {
    void run(Path index, int warmUp) throws Exception;
  }

  public static void main(String[] args) throws Exception {
    Round round =
        args[1].equals("lucene")
            ? TruncatedIndexProgram::underAGuard
            : TruncatedIndexProgram::throughTheLibrary;
    Path whole = Files.createDirectory(Path.of(args[0], "whole"));
    write(whole);
    for (int i = 0; i < Integer.parseInt(args[3]); i++) {
      Path index = copy(whole, Path.of(args[0], "index" + i));
      round.run(index, i == 0 ? Integer.parseInt(args[2]) : 1);
      // As users do after a fault, the process continues with another index, newly mapped.
      try (Directory directory = new MMapDirectory(whole);
          DirectoryReader reader = DirectoryReader.open(directory)) {
        warmUp(() -> search(new IndexSearcher(reader)), 1);
      }
      System.out.println("typed");
    }
  }

  private static Path copy(Path index, Path to) throws IOException {
    Files.createDirectory(to);
    try (DirectoryStream<Path> files = Files.newDirectoryStream(index)) {
      for (Path file : files) {
        Files.copy(file, to.resolve(file.getFileName()));
      }
    }
    return to;
  }

  private static void underAGuard(Path index, int warmUp) throws Exception {
    try (GuardedDirectory directory = new GuardedDirectory(new MMapDirectory(index));
        DirectoryReader reader = DirectoryReader.open(directory);
        SegmentGuard guard = directory.guard()) {
      IndexSearcher searcher = new IndexSearcher(reader);
      warmUp(() -> guard.guarded(() -> search(searcher)), warmUp);
      truncate(index);
      expectFault(() -> guard.guarded(() -> search(searcher)));
      expectFault(() -> guard.guarded(() -> search(searcher)));
      if (!guard.hasFaulted()) {
        throw new AssertionError("no fault was met");
      }
    }
  }

  private static void throughTheLibrary(Path index, int warmUp) throws Exception {
    try (Directory directory = new MmapTestDirectory(index);
        DirectoryReader reader = DirectoryReader.open(directory)) {
      IndexSearcher searcher = new IndexSearcher(reader);
      warmUp(() -> search(searcher), warmUp);
      truncate(index);
      expectFault(() -> search(searcher));
      expectFault(() -> search(searcher));
    }
  }

  private static void write(Path index) throws IOException {
    IndexWriterConfig config = new IndexWriterConfig().setUseCompoundFile(false);
    try (Directory directory = new MMapDirectory(index);
        IndexWriter writer = new IndexWriter(directory, config)) {
      for (int i = 0; i < DOCUMENTS; i++) {
        Document document = new Document();
        document.add(new StringField("id", "id" + i, Field.Store.YES));
        document.add(
            new TextField(
                "text", "number " + i + (i % 3 == 0 ? " fizz" : " none"), Field.Store.YES));
        document.add(new NumericDocValuesField("sort", (i * 7919L) % DOCUMENTS));
        writer.addDocument(document);
      }
      writer.forceMerge(1);
    }
  }

  private static long search(IndexSearcher searcher) throws IOException {
    Query query =
        new BooleanQuery.Builder()
            .add(new TermQuery(new Term("text", "fizz")), BooleanClause.Occur.MUST)
            .add(new PrefixQuery(new Term("id", new BytesRef("id1"))), BooleanClause.Occur.SHOULD)
            .build();
    long sum = searcher.count(query);
    TopDocs sorted =
        searcher.search(query, 50, new Sort(new SortField("sort", SortField.Type.LONG)));
    for (ScoreDoc found : sorted.scoreDocs) {
      String id = searcher.storedFields().document(found.doc).get("id");
      sum = sum * 31 + (id == null ? 0 : id.hashCode());
    }
    return sum;
  }

  private static long whole;

  private static void warmUp(Search search, int times) throws IOException {
    for (int i = 0; i < times; i++) {
      long answer = search.run();
      whole = whole == 0 ? answer : whole;
      if (answer != whole) {
        throw new AssertionError("another answer: " + answer + ", not " + whole);
      }
    }
  }

  private static void truncate(Path index) throws IOException {
    try (DirectoryStream<Path> files = Files.newDirectoryStream(index, "_*")) {
      for (Path file : files) {
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
          channel.truncate(0);
        }
      }
    }
  }

  /** Expects a {@link MappingFaultException}, which Lucene may wrap in an exception of its own. */
  private static void expectFault(Search search) {
    try {
      search.run();
    } catch (Throwable e) {
      for (Throwable cause = e; cause != null; cause = cause.getCause()) {
        if (cause instanceof MappingFaultException) {
          return;
        }
      }
      throw new AssertionError("instead of a fault came " + e, e);
    }
    throw new AssertionError("a search of a truncated index has returned");
  }
}
