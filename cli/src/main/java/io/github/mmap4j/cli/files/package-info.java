/** Work on one file after another, and what becomes of failures. */
package io.github.mmap4j.cli.files;
