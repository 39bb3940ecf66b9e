package io.github.mmap4j;

import io.github.mmap4j.internal.access.BulkCopy;
import io.github.mmap4j.internal.access.TypedAccess;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteBuffer;

/**
 * The part of {@link Mmap} that reads and writes typed values, copies in bulk, and runs the user's
 * code on the memory. Users see these methods as methods of {@code Mmap}. This source file is long
 * because nearly all of it is documentation.
 */
abstract class MappedValues {
  final Mapping mapping;

  MappedValues(Mapping mapping) {
    this.mapping = mapping;
  }

  // ---- typed values

  /**
   * Returns the {@code int} at an offset, as {@link MemorySegment#get(ValueLayout.OfInt, long)}
   * does, but throws if the file was truncated. The layout gives the byte order and the alignment.
   * {@link ValueLayout#JAVA_INT} has the processor's byte order and needs an offset that is a
   * multiple of four. {@link ValueLayout#JAVA_INT_UNALIGNED} accepts any offset, and {@code
   * withOrder} changes the byte order. Keep a layout made by {@code withOrder} in a {@code static
   * final} field, because creating a layout takes longer than reading a value.
   *
   * {@snippet :
   * ValueLayout.OfInt bigEndian = ValueLayout.JAVA_INT_UNALIGNED.withOrder(ByteOrder.BIG_ENDIAN);
   * int records = m.get(bigEndian, 8);
   * m.set(bigEndian, 8, records + 1);
   * }
   *
   * <p>Accesses are not ordered between threads or processes. With a fault guard ({@link
   * Capability#FAULT_GUARD}), a value at an aligned address is read or written as a whole.
   *
   * @param layout the value's byte order and alignment
   * @param offset the offset of the value's first byte, at least 0
   * @return the value
   * @throws UnsupportedOperationException if the memory's protection forbids reading
   * @throws IndexOutOfBoundsException if the value is not wholly inside the mapping
   * @throws IllegalArgumentException if the value's address is not a multiple of the layout's
   *     {@linkplain ValueLayout#byteAlignment alignment}
   * @throws MappingFaultException if the file was truncated below the value
   */
  public int get(ValueLayout.OfInt layout, long offset) {
    return TypedAccess.getInt(mapping, layout, offset);
  }

  /**
   * {@return the {@code boolean} at an offset, as {@link #get(ValueLayout.OfInt, long)} does} Every
   * byte except 0 is {@code true}.
   *
   * @param layout the value's alignment
   * @param offset the offset of the value's first byte
   */
  public boolean get(ValueLayout.OfBoolean layout, long offset) {
    return TypedAccess.getByte(mapping, layout, offset) != 0;
  }

  /**
   * {@return the {@code byte} at an offset, as {@link #get(ValueLayout.OfInt, long)} does} The
   * value is signed, unlike the result of {@link Mmap#get(long)}.
   *
   * @param layout the value's alignment
   * @param offset the offset of the value's first byte
   */
  public byte get(ValueLayout.OfByte layout, long offset) {
    return TypedAccess.getByte(mapping, layout, offset);
  }

  /**
   * {@return the {@code char} at an offset, as {@link #get(ValueLayout.OfInt, long)} does}
   *
   * @param layout the value's byte order and alignment
   * @param offset the offset of the value's first byte
   */
  public char get(ValueLayout.OfChar layout, long offset) {
    return (char) TypedAccess.getShort(mapping, layout, offset);
  }

  /**
   * {@return the {@code short} at an offset, as {@link #get(ValueLayout.OfInt, long)} does}
   *
   * @param layout the value's byte order and alignment
   * @param offset the offset of the value's first byte
   */
  public short get(ValueLayout.OfShort layout, long offset) {
    return TypedAccess.getShort(mapping, layout, offset);
  }

  /**
   * {@return the {@code long} at an offset, as {@link #get(ValueLayout.OfInt, long)} does}
   *
   * @param layout the value's byte order and alignment
   * @param offset the offset of the value's first byte
   */
  public long get(ValueLayout.OfLong layout, long offset) {
    return TypedAccess.getLong(mapping, layout, offset);
  }

  /**
   * {@return the {@code float} at an offset, as {@link #get(ValueLayout.OfInt, long)} does}
   *
   * @param layout the value's byte order and alignment
   * @param offset the offset of the value's first byte
   */
  public float get(ValueLayout.OfFloat layout, long offset) {
    return Float.intBitsToFloat(TypedAccess.getInt(mapping, layout, offset));
  }

  /**
   * {@return the {@code double} at an offset, as {@link #get(ValueLayout.OfInt, long)} does}
   *
   * @param layout the value's byte order and alignment
   * @param offset the offset of the value's first byte
   */
  public double get(ValueLayout.OfDouble layout, long offset) {
    return Double.longBitsToDouble(TypedAccess.getLong(mapping, layout, offset));
  }

  /**
   * Changes the {@code int} at an offset, as {@link MemorySegment#set(ValueLayout.OfInt, long,
   * int)} does. The value is written once, or not at all. {@link #get(ValueLayout.OfInt, long)}
   * explains layouts and threads.
   *
   * @param layout the value's byte order and alignment
   * @param offset the offset of the value's first byte, at least 0
   * @param value the value to write
   * @throws java.nio.ReadOnlyBufferException if the mapping is read-only
   * @throws IndexOutOfBoundsException if the value is not wholly inside the mapping
   * @throws IllegalArgumentException if the value's address is not a multiple of the layout's
   *     {@linkplain ValueLayout#byteAlignment alignment}
   * @throws MappingFaultException if the file was truncated below the value; the message says so if
   *     the value may have been written
   */
  public void set(ValueLayout.OfInt layout, long offset, int value) {
    TypedAccess.setInt(mapping, layout, offset, value);
  }

  /**
   * Changes the {@code boolean} at an offset, as {@link #set(ValueLayout.OfInt, long, int)} does.
   * The byte becomes 1 for {@code true} and 0 for {@code false}.
   *
   * @param layout the value's alignment
   * @param offset the offset of the value's first byte
   * @param value the value to write
   */
  public void set(ValueLayout.OfBoolean layout, long offset, boolean value) {
    TypedAccess.setByte(mapping, layout, offset, (byte) (value ? 1 : 0));
  }

  /**
   * Changes the {@code byte} at an offset, as {@link #set(ValueLayout.OfInt, long, int)} does.
   *
   * @param layout the value's alignment
   * @param offset the offset of the value's first byte
   * @param value the value to write
   */
  public void set(ValueLayout.OfByte layout, long offset, byte value) {
    TypedAccess.setByte(mapping, layout, offset, value);
  }

  /**
   * Changes the {@code char} at an offset, as {@link #set(ValueLayout.OfInt, long, int)} does.
   *
   * @param layout the value's byte order and alignment
   * @param offset the offset of the value's first byte
   * @param value the value to write
   */
  public void set(ValueLayout.OfChar layout, long offset, char value) {
    TypedAccess.setShort(mapping, layout, offset, (short) value);
  }

  /**
   * Changes the {@code short} at an offset, as {@link #set(ValueLayout.OfInt, long, int)} does.
   *
   * @param layout the value's byte order and alignment
   * @param offset the offset of the value's first byte
   * @param value the value to write
   */
  public void set(ValueLayout.OfShort layout, long offset, short value) {
    TypedAccess.setShort(mapping, layout, offset, value);
  }

  /**
   * Changes the {@code long} at an offset, as {@link #set(ValueLayout.OfInt, long, int)} does.
   *
   * @param layout the value's byte order and alignment
   * @param offset the offset of the value's first byte
   * @param value the value to write
   */
  public void set(ValueLayout.OfLong layout, long offset, long value) {
    TypedAccess.setLong(mapping, layout, offset, value);
  }

  /**
   * Changes the {@code float} at an offset, as {@link #set(ValueLayout.OfInt, long, int)} does.
   *
   * @param layout the value's byte order and alignment
   * @param offset the offset of the value's first byte
   * @param value the value to write
   */
  public void set(ValueLayout.OfFloat layout, long offset, float value) {
    TypedAccess.setInt(mapping, layout, offset, Float.floatToRawIntBits(value));
  }

  /**
   * Changes the {@code double} at an offset, as {@link #set(ValueLayout.OfInt, long, int)} does.
   *
   * @param layout the value's byte order and alignment
   * @param offset the offset of the value's first byte
   * @param value the value to write
   */
  public void set(ValueLayout.OfDouble layout, long offset, double value) {
    TypedAccess.setLong(mapping, layout, offset, Double.doubleToRawLongBits(value));
  }

  // ---- bulk copies

  /**
   * Copies bytes to part of an array, without moving the position.
   *
   * <p>Bytes that any {@code copyTo} copied before an exception stay in the target, so use the
   * target only after the method has returned normally.
   *
   * @param offset the offset of the first byte, at least 0
   * @param target the array to write, from {@code index} on
   * @param index the first element to write
   * @param count the number of bytes
   * @throws UnsupportedOperationException if the memory's protection forbids reading
   * @throws IndexOutOfBoundsException if the bytes are not wholly inside the mapping, or the
   *     elements are not inside the array; then nothing is changed
   * @throws MappingFaultException if the file was truncated below the bytes
   */
  public void copyTo(long offset, byte[] target, int index, int count) {
    BulkCopy.toArray(mapping, ValueLayout.JAVA_BYTE, offset, target, index, count);
  }

  /**
   * Fills an array, as {@link #copyTo(long, byte[], int, int)} does.
   *
   * @param offset the offset of the first byte, at least 0
   * @param target the array to fill
   */
  public void copyTo(long offset, byte[] target) {
    copyTo(offset, target, 0, target.length);
  }

  /**
   * Fills the remaining bytes of a buffer and moves the buffer's position to its limit. The
   * mapping's position does not move. The buffer's byte order has no effect. After an exception the
   * buffer's position is unchanged.
   *
   * @param offset the offset of the first byte, at least 0
   * @param target any buffer; it may be part of this mapping
   * @throws UnsupportedOperationException if the memory's protection forbids reading
   * @throws java.nio.ReadOnlyBufferException if the buffer is read-only
   * @throws IndexOutOfBoundsException if the bytes are not wholly inside the mapping; then nothing
   *     is changed
   * @throws MappingFaultException if the file was truncated below the bytes, or the target is
   *     mapped memory whose own file was truncated
   */
  public void copyTo(long offset, ByteBuffer target) {
    BulkCopy.toBuffer(mapping, offset, target);
  }

  /**
   * Fills a segment, without moving the mapping's position.
   *
   * @param offset the offset of the first byte, at least 0
   * @param target any segment; if it overlaps the copied bytes, it receives them as they were
   *     before the call
   * @throws UnsupportedOperationException if the memory's protection forbids reading
   * @throws IllegalArgumentException if the segment is read-only
   * @throws IndexOutOfBoundsException if the bytes are not wholly inside the mapping; then nothing
   *     is changed
   * @throws MappingFaultException if the file was truncated below the bytes, or the target is
   *     mapped memory whose own file was truncated
   */
  public void copyTo(long offset, MemorySegment target) {
    BulkCopy.toSegment(mapping, offset, target);
  }

  /**
   * Copies values to part of an array, as {@link MemorySegment#copy(MemorySegment, ValueLayout,
   * long, Object, int, int)} does. The layout gives the values' byte order in the mapping and the
   * alignment of the first value.
   *
   * {@snippet :
   * int[] table = new int[256];
   * m.copyTo(ValueLayout.JAVA_INT.withOrder(ByteOrder.BIG_ENDIAN), 64, table, 0, table.length);
   * }
   *
   * @param layout the values' byte order, and the alignment of the first one
   * @param offset the offset of the first value's first byte, at least 0
   * @param target an array of the layout's type, such as {@code int[]}, written from {@code index}
   *     on
   * @param index the first element to write
   * @param count the number of values
   * @throws UnsupportedOperationException if the memory's protection forbids reading
   * @throws IndexOutOfBoundsException if the values are not wholly inside the mapping, or the
   *     elements are not inside the array; then nothing is changed
   * @throws IllegalArgumentException if the first value's address is not a multiple of the layout's
   *     alignment, or the array's elements are not of the layout's type
   * @throws MappingFaultException if the file was truncated below the values
   */
  public void copyTo(ValueLayout layout, long offset, Object target, int index, int count) {
    BulkCopy.toArray(mapping, layout, offset, target, index, count);
  }

  /**
   * Overwrites bytes with part of an array, without moving the position. Every {@code copyFrom}
   * writes each byte at most once; after a fault, some of the bytes may have been written.
   *
   * @param offset the offset of the first byte, at least 0
   * @param source the array to read, from {@code index} on
   * @param index the first element to read
   * @param count the number of bytes
   * @throws java.nio.ReadOnlyBufferException if the mapping is read-only
   * @throws IndexOutOfBoundsException if the bytes are not wholly inside the mapping, or the
   *     elements are not inside the array; then nothing is written
   * @throws MappingFaultException if the file was truncated below the bytes
   */
  public void copyFrom(long offset, byte[] source, int index, int count) {
    BulkCopy.fromArray(mapping, ValueLayout.JAVA_BYTE, offset, source, index, count);
  }

  /**
   * Overwrites bytes with a whole array, as {@link #copyFrom(long, byte[], int, int)} does.
   *
   * @param offset the offset of the first byte, at least 0
   * @param source the array to copy
   */
  public void copyFrom(long offset, byte[] source) {
    copyFrom(offset, source, 0, source.length);
  }

  /**
   * Overwrites bytes with the remaining bytes of a buffer and moves the buffer's position to its
   * limit. The mapping's position does not move. After an exception the buffer's position is
   * unchanged. ({@link Mmap#setSlice(long, long, ByteBuffer)} never moves the buffer's position.)
   *
   * @param offset the offset of the first byte, at least 0
   * @param source any buffer; it may be part of this mapping
   * @throws java.nio.ReadOnlyBufferException if the mapping is read-only
   * @throws IndexOutOfBoundsException if the bytes are not wholly inside the mapping; then nothing
   *     is written
   * @throws MappingFaultException if the file was truncated below the bytes, or the source is
   *     mapped memory whose own file was truncated
   */
  public void copyFrom(long offset, ByteBuffer source) {
    BulkCopy.fromBuffer(mapping, offset, source);
  }

  /**
   * Overwrites bytes with a whole segment, without moving the mapping's position.
   *
   * @param offset the offset of the first byte, at least 0
   * @param source any segment; if it overlaps the overwritten bytes, it is copied as it was before
   *     the call
   * @throws java.nio.ReadOnlyBufferException if the mapping is read-only
   * @throws IndexOutOfBoundsException if the bytes are not wholly inside the mapping; then nothing
   *     is written
   * @throws MappingFaultException if the file was truncated below the bytes, or the source is
   *     mapped memory whose own file was truncated
   */
  public void copyFrom(long offset, MemorySegment source) {
    BulkCopy.fromSegment(mapping, offset, source);
  }

  /**
   * Overwrites values with part of an array; the reverse is {@link #copyTo(ValueLayout, long,
   * Object, int, int)}.
   *
   * @param layout the values' byte order, and the alignment of the first one
   * @param offset the offset of the first value's first byte, at least 0
   * @param source an array of the layout's type, such as {@code int[]}, read from {@code index} on
   * @param index the first element to read
   * @param count the number of values
   * @throws java.nio.ReadOnlyBufferException if the mapping is read-only
   * @throws IndexOutOfBoundsException if the values are not wholly inside the mapping, or the
   *     elements are not inside the array; then nothing is written
   * @throws IllegalArgumentException if the first value's address is not a multiple of the layout's
   *     alignment, or the array's elements are not of the layout's type
   * @throws MappingFaultException if the file was truncated below the values
   */
  public void copyFrom(ValueLayout layout, long offset, Object source, int index, int count) {
    BulkCopy.fromArray(mapping, layout, offset, source, index, count);
  }

  // ---- the user's code

  /**
   * Runs code of any kind on the memory once, on the calling thread. The code may index, box,
   * yield, park, compare and swap, use vectors, and call native functions. If the memory faults
   * while the code runs, this method throws {@link MappingFaultException} after the body has ended,
   * whatever the body returned or threw. Without a fault, the result comes from the file's own
   * bytes.
   *
   * <ul>
   *   <li>After a fault the body reads zeros from the lost page to the end of the mapping, and its
   *       writes there are lost. So act on this method's result, not inside the body: a body that
   *       copies lost bytes elsewhere copies zeros.
   *   <li>A loop whose exit or step depends on mapped bytes must also end when it reads zeros. A
   *       loop that waits for a byte to change would spin forever after a fault. (The waiting
   *       methods of {@link io.github.mmap4j.share.SharedWords} check for faults themselves.)
   *   <li>A fault in this mapping makes the call throw, whichever thread causes the fault; a fault
   *       in another mapping does not. For a body that uses several mappings, nest calls to {@code
   *       guarded}. For memory that other code mapped through a {@code FileChannel}, use {@link
   *       SegmentGuard}.
   *   <li>A system call on lost memory causes no fault: it fails, or transfers fewer bytes.
   *   <li>After a fault in private memory ({@link Access#COPY}), every later call throws; map the
   *       file again.
   *   <li>Without a guard ({@link Capability#FAULT_GUARD}), the virtual machine handles faults. The
   *       virtual machine skips most faulting instructions, which then yield arbitrary values, and
   *       this method turns the resulting {@link InternalError} into {@link MappingFaultException}.
   *       At other faulting instructions, the virtual machine terminates the process. So without a
   *       guard, read with {@link Mmap#getSlice(long, long)}.
   * </ul>
   *
   * {@snippet :
   * long sum = m.guarded(s -> {
   *   long n = 0;
   *   for (long i = 0; i < s.byteSize(); i++) {
   *     n += s.get(ValueLayout.JAVA_BYTE, i);
   *   }
   *   return n;
   * });
   * }
   *
   * <p>The body may throw any exception, checked or not. If the memory has faulted, {@link
   * MappingFaultException} is thrown instead, with the body's exception as its cause. The body's
   * exception may be due to zeros that the file never held.
   *
   * @param <R> the result's type
   * @param <X> the checked exceptions that {@code body} throws; the compiler infers them
   * @param body the code, which receives the memory as {@link Mmap#asSegment} returns it
   * @return what {@code body} returns
   * @throws X the exception that {@code body} throws
   * @throws UnsupportedOperationException if the memory's protection forbids reading
   * @throws MappingFaultException if the file was truncated below the mapping's end
   */
  public <R, X extends Exception> R guarded(GuardedBody<R, X> body) throws X {
    return mapping.guarded(body);
  }

  /**
   * Runs code as {@link #guarded(GuardedBody)} does, without boxing the result.
   *
   * @param <X> the checked exceptions that {@code body} throws
   * @param body the code, which receives the memory
   * @return what {@code body} returns
   * @throws X the exception that {@code body} throws
   */
  public <X extends Exception> int guardedInt(GuardedBody.OfInt<X> body) throws X {
    return mapping.guardedInt(body);
  }

  /**
   * Runs code as {@link #guarded(GuardedBody)} does, without boxing the result.
   *
   * @param <X> the checked exceptions that {@code body} throws
   * @param body the code, which receives the memory
   * @return what {@code body} returns
   * @throws X the exception that {@code body} throws
   */
  public <X extends Exception> long guardedLong(GuardedBody.OfLong<X> body) throws X {
    return mapping.guardedLong(body);
  }

  /**
   * Runs code as {@link #guarded(GuardedBody)} does, without boxing the result.
   *
   * @param <X> the checked exceptions that {@code body} throws
   * @param body the code, which receives the memory
   * @return what {@code body} returns
   * @throws X the exception that {@code body} throws
   */
  public <X extends Exception> double guardedDouble(GuardedBody.OfDouble<X> body) throws X {
    return mapping.guardedDouble(body);
  }

  /**
   * Runs code as {@link #guarded(GuardedBody)} does, for a body that already has its segment.
   *
   * @param <R> the result's type
   * @param <X> the checked exceptions that {@code body} throws
   * @param body the code to run
   * @return what {@code body} returns
   * @throws X the exception that {@code body} throws
   */
  public <R, X extends Exception> R guarded(GuardedBody.WithResult<R, X> body) throws X {
    return mapping.guarded(_ -> body.run());
  }

  /**
   * Runs code as {@link #guarded(GuardedBody)} does, for a body without a result.
   *
   * @param <X> the checked exceptions that {@code body} throws
   * @param body the code to run
   * @throws X the exception that {@code body} throws
   */
  public <X extends Exception> void guarded(GuardedBody.WithoutResult<X> body) throws X {
    mapping.guarded(
        _ -> {
          body.run();
          return null;
        });
  }
}
