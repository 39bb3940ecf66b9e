/** The comparison behind {@code diff}, and its results as text or JSON. */
package io.github.mmap4j.cli.diff;
