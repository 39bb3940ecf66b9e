package io.github.mmap4j.lucene;

import java.io.IOException;
import java.nio.file.Path;
import org.apache.lucene.store.Directory;
import org.apache.lucene.tests.store.BaseDirectoryTestCase;
import org.apache.lucene.util.Constants;
import org.junit.BeforeClass;

/** Runs Lucene's own contract tests for directories. */
public class MmapDirectoryContractTest extends BaseDirectoryTestCase {
  @BeforeClass
  public static void needsFilesThatCanBeDeletedWhileMapped() {
    assumeFalse("Windows does not delete a mapped file", Constants.WINDOWS);
  }

  @Override
  protected Directory getDirectory(Path path) throws IOException {
    return new MmapTestDirectory(path);
  }
}
