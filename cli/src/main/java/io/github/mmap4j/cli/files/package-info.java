/** Processes one file after another and reports failures. */
package io.github.mmap4j.cli.files;
