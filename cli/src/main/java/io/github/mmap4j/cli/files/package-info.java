/** The work on one file after another, and the reporting of failures. */
package io.github.mmap4j.cli.files;
