package io.github.mmap4j.harness;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.github.mmap4j.Mmap;
import io.github.mmap4j.search.Finder;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.reflect.InvocationTargetException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * Lists the forms in which bytes can be passed, each of them amid other bytes that must not be
 * read.
 */
public enum Form {
  ARRAY(byte[].class) {
    @Override
    public Object of(byte[] bytes) {
      return bytes.clone();
    }
  },
  HEAP_BUFFER(ByteBuffer.class) {
    @Override
    public Object of(byte[] bytes) {
      return amid(ByteBuffer.allocate(bytes.length + PADDING + 1), bytes);
    }
  },
  DIRECT_BUFFER(ByteBuffer.class) {
    @Override
    public Object of(byte[] bytes) {
      return amid(ByteBuffer.allocateDirect(bytes.length + PADDING + 1), bytes);
    }
  },
  READ_ONLY_BUFFER(ByteBuffer.class) {
    @Override
    public Object of(byte[] bytes) {
      return ((ByteBuffer) HEAP_BUFFER.of(bytes)).asReadOnlyBuffer();
    }
  },
  SLICED_BUFFER(ByteBuffer.class) {
    @Override
    public Object of(byte[] bytes) {
      return ((ByteBuffer) HEAP_BUFFER.of(bytes)).slice();
    }
  },
  HEAP_SEGMENT(MemorySegment.class) {
    @Override
    public Object of(byte[] bytes) {
      byte[] padded = ((ByteBuffer) HEAP_BUFFER.of(bytes)).array();
      return MemorySegment.ofArray(padded).asSlice(PADDING, bytes.length);
    }
  },
  NATIVE_SEGMENT(MemorySegment.class) {
    @Override
    public Object of(byte[] bytes) {
      MemorySegment padded = Arena.ofAuto().allocate(bytes.length + PADDING + 1L);
      padded.fill((byte) '#');
      return padded.asSlice(PADDING, bytes.length).copyFrom(MemorySegment.ofArray(bytes));
    }
  };

  private static final int PADDING = 3;

  final Class<?> type;

  Form(Class<?> type) {
    this.type = type;
  }

  /** Returns {@code bytes} in this form. */
  public abstract Object of(byte[] bytes);

  private static final Set<String> SEARCHES = Set.of("find", "rfind", "count");

  private static ByteBuffer amid(ByteBuffer padded, byte[] bytes) {
    while (padded.hasRemaining()) {
      padded.put((byte) '#');
    }
    return padded.put(PADDING, bytes).position(PADDING).limit(PADDING + bytes.length);
  }

  /** Calls the overload for this form; {@code longs} come before or after the bytes. */
  public Object call(Mmap m, String method, byte[] bytes, long... longs) throws IOException {
    Object given = of(bytes);
    Object result = call(m, method, type, given, longs);
    if (given instanceof ByteBuffer buffer) {
      int left = method.equals("write") ? 0 : bytes.length;
      assertEquals(left, buffer.remaining(), "bytes left in the buffer");
      assertEquals(ByteBuffer.wrap(bytes), buffer.position(buffer.limit() - bytes.length));
    }
    return result;
  }

  /** Returns the argument of a search: an array, or a finder made from a buffer or a segment. */
  public static Object sought(Object given) {
    return switch (given) {
      case ByteBuffer buffer -> Finder.of(buffer);
      case MemorySegment segment -> Finder.of(segment);
      default -> given;
    };
  }

  /**
   * Like {@link #call(Mmap, String, byte[], long...)}, for a parameter declared as {@code type}.
   */
  public static Object call(Mmap m, String method, Class<?> type, Object given, long... longs)
      throws IOException {
    if (SEARCHES.contains(method) && type != byte[].class && type != Finder.class) {
      return call(m, method, Finder.class, sought(given), longs);
    }
    boolean last = method.equals("setSlice");
    List<Class<?>> types = new ArrayList<>();
    List<Object> arguments = new ArrayList<>();
    for (long value : longs) {
      types.add(long.class);
      arguments.add(value);
    }
    types.add(last ? types.size() : 0, type);
    arguments.add(last ? arguments.size() : 0, given);
    try {
      return Mmap.class
          .getMethod(method, types.toArray(Class<?>[]::new))
          .invoke(m, arguments.toArray());
    } catch (InvocationTargetException e) {
      switch (e.getCause()) {
        case IOException thrown -> throw thrown;
        case RuntimeException thrown -> throw thrown;
        default -> throw new AssertionError(e.getCause());
      }
    } catch (ReflectiveOperationException e) {
      throw new AssertionError(e);
    }
  }
}
