package io.github.mmap4j.lucene;

import io.github.mmap4j.Access;
import io.github.mmap4j.Mmap;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.apache.lucene.store.FSDirectory;
import org.apache.lucene.store.FSLockFactory;
import org.apache.lucene.store.IOContext;
import org.apache.lucene.store.IndexInput;
import org.apache.lucene.util.Unwrappable;

/** A folder with an index, whose files mmap4j reads and Lucene itself writes. */
final class MmapTestDirectory extends FSDirectory {
  MmapTestDirectory(Path folder) throws IOException {
    super(folder, FSLockFactory.getDefault());
  }

  @Override
  public IndexInput openInput(String name, IOContext context) throws IOException {
    ensureOpen();
    ensureCanRead(name);
    // Lucene's tests wrap paths to observe accesses, but only the system's own path can be mapped.
    Path file = Unwrappable.unwrapAll(getDirectory().resolve(name));
    Mmap mmap = Files.size(file) == 0 ? null : Mmap.open(file, Access.READ);
    return new MmapInput("MmapInput(path=\"" + file + "\")", mmap);
  }
}
