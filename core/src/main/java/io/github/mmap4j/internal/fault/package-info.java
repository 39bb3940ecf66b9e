/** placeholder */
package io.github.mmap4j.internal.fault;
