package io.github.mmap4j.spark;

/**
 * How far the lines of a file have been read.
 *
 * @param id the number of this reading in its stream; a file that is read anew gets another
 * @param path the path under which the file was found last
 * @param identity the identity of the file
 * @param renamed whether the file has had another path before
 * @param offset the end (exclusive) of the lines that have been read
 * @param known the end (exclusive) of the whole lines that were seen; those after {@code offset}
 *     are still to be read
 * @param mark the {@linkplain MappedFile#mark mark} of the bytes before the offset
 * @param missingSince when the file was first missed, in milliseconds since 1970, or 0 if the last
 *     look at the files has found it
 */
record FilePlace(
    int id,
    String path,
    FileIdentity identity,
    boolean renamed,
    long offset,
    long known,
    String mark,
    long missingSince) {
  /** Returns the start of a file. */
  static FilePlace start(int id, SeenFile file) {
    return new FilePlace(id, file.path(), file.identity(), false, 0, 0, MappedFile.NO_BYTES, 0);
  }

  /** Returns this place in the file as it is found now. */
  FilePlace in(SeenFile file) {
    boolean moved = renamed || !path.equals(file.path());
    return new FilePlace(id, file.path(), file.identity(), moved, offset, known, mark, 0);
  }

  /** Returns the start of this file, to read it anew. */
  FilePlace restarted(int newId) {
    return new FilePlace(newId, path, identity, renamed, 0, 0, MappedFile.NO_BYTES, 0);
  }

  FilePlace advanced(long newOffset, long newKnown, String newMark) {
    return new FilePlace(id, path, identity, renamed, newOffset, newKnown, newMark, 0);
  }

  /** Returns this place in a file that was not found. What was still to be read counts as lost. */
  FilePlace missing(long since) {
    return new FilePlace(id, path, identity, renamed, offset, offset, mark, since);
  }

  boolean isMissing() {
    return missingSince != 0;
  }
}
