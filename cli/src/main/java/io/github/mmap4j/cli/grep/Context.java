package io.github.mmap4j.cli.grep;

/**
 * The context that is printed with each selected line.
 *
 * @param wanted whether there is a context, perhaps of no lines, so that groups are separated
 * @param before the number of lines before a selected line
 * @param after the number of lines after a selected line
 * @param separator the text between groups of lines, or null for none
 */
record Context(boolean wanted, long before, long after, String separator) {
  static final Context NONE = new Context(false, 0, 0, null);
}
