import static java.nio.ByteOrder.LITTLE_ENDIAN;
import static java.nio.charset.StandardCharsets.UTF_8;

import io.github.mmap4j.*;

static final ValueLayout.OfShort SHORT = ValueLayout.JAVA_SHORT_UNALIGNED.withOrder(LITTLE_ENDIAN);
static final ValueLayout.OfInt INT = ValueLayout.JAVA_INT_UNALIGNED.withOrder(LITTLE_ENDIAN);
static final ValueLayout.OfLong LONG = ValueLayout.JAVA_LONG_UNALIGNED.withOrder(LITTLE_ENDIAN);

record Tensor(Object name, List<Object> shape, int type, long offset) {}

long at = 8; // after the letters and the version

void main() throws IOException {
  try (Mmap m = Mmap.open(Path.of("files/tiny.gguf"), Access.READ)) {
    if (m.get(LONG, 0) != 0x3_46554747L) { // "GGUF" and 3
      throw new IOException("no GGUF file of version 3");
    }
    long tensors = (long) next(m, 10);
    Map<Object, Object> keys = new LinkedHashMap<>();
    for (long i = (long) next(m, 10); i > 0; i--) {
      keys.put(next(m, 8), next(m, (int) next(m, 5)));
    }
    keys.forEach((key, value) -> IO.println(key + " = " + value));

    List<Tensor> list = new ArrayList<>();
    while (tensors-- > 0) {
      Object name = next(m, 8);
      List<Object> shape = list(m, 10, (int) next(m, 5));
      list.add(new Tensor(name, shape, (int) next(m, 5), (long) next(m, 10)));
    }
    long alignment = (long) keys.getOrDefault("general.alignment", 32L);
    long numbers = Math.ceilDiv(at, alignment) * alignment;
    for (Tensor t : list) {
      at = numbers + t.offset;
      String first = t.type == 0 ? ", begins with " + next(m, 6) : ""; // 0: 32-bit floats
      IO.println(t.name + " " + t.shape + " of type " + t.type + first);
    }
  }
}

/** Reads the value at this position, given the number that GGUF has for its type. */
Object next(Mmap m, int type) {
  return switch (type) {
    case 0 -> m.get(at++);
    case 1 -> (byte) m.get(at++);
    case 2 -> Short.toUnsignedInt(m.get(SHORT, (at += 2) - 2));
    case 3 -> m.get(SHORT, (at += 2) - 2);
    case 4 -> Integer.toUnsignedLong(m.get(INT, (at += 4) - 4));
    case 5 -> m.get(INT, (at += 4) - 4);
    case 6 -> Float.intBitsToFloat((int) next(m, 5));
    case 7 -> m.get(at++) != 0;
    case 8 -> text(m, (long) next(m, 10));
    case 9 -> list(m, (int) next(m, 5), (long) next(m, 10));
    case 10, 11 -> m.get(LONG, (at += 8) - 8);
    case 12 -> Double.longBitsToDouble((long) next(m, 10));
    default -> throw new IllegalArgumentException("GGUF has no type " + type);
  };
}

List<Object> list(Mmap m, int type, long count) {
  List<Object> list = new ArrayList<>();
  while (count-- > 0) {
    list.add(next(m, type));
  }
  return list;
}

String text(Mmap m, long length) {
  at = Objects.checkFromIndexSize(at, length, m.length()) + length;
  return new String(m.getSlice(at - length, at), UTF_8);
}
