/**
 * Makes the system calls. The implementations hold no state, make no decisions, and return the
 * system's result or the negative errno.
 *
 * <p>Linux, macOS and Windows have corresponding files; below, X stands for {@code Linux}, {@code
 * Mac} or {@code Windows}. {@code XFunctions} declares the C functions under their own names, with
 * their constants and layouts; tests simulate these functions. {@code XLibrary} links the
 * functions. {@code XSystemCalls} and {@code XNamedMemory} call them. Code common to Linux and
 * macOS is in {@code PosixFunctions} and {@code PosixSystemCalls}. Only Linux has {@code IpcCalls}
 * and {@code HandlerCalls}.
 */
package io.github.mmap4j.internal.os;
