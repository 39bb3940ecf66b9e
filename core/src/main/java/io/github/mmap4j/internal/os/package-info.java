/**
 * The system calls: no state, no policy, the result or the negative errno.
 *
 * <p>Linux, macOS and Windows have the same files. {@code XFunctions} declares the C functions
 * under their own names, with their constants and layouts; tests simulate it. {@code XLibrary}
 * links them. {@code XSystemCalls} and {@code XNamedMemory} are made of them. Only Linux has {@code
 * IpcCalls} and {@code HandlerCalls}.
 */
package io.github.mmap4j.internal.os;
