package io.github.mmap4j.internal.fault;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.HexFormat;

/**
 * The machine code of the SIGBUS handler, for each supported processor.
 *
 * <p>The sources are {@code core/src/main/asm/fault-handler-x86_64.s}, {@code
 * fault-handler-aarch64.s} and {@code fault-handler-riscv64.s}; each explains what the handler
 * does. The code is position-independent. The last eight bytes of the code hold the address of the
 * counters, which is zero until {@link #withCounters} sets it. These commands produce the text
 * below for x86-64 (for AArch64 and RISC-V, replace {@code x86_64} with {@code aarch64} or {@code
 * riscv64}):
 *
 * <pre>
 * x86_64-linux-gnu-as -o handler.o core/src/main/asm/fault-handler-x86_64.s
 * x86_64-linux-gnu-objcopy -O binary -j .text handler.o handler.bin
 * xxd -p -c 16 handler.bin
 * </pre>
 */
final class HandlerCode {
  private static final HandlerCode X86_64 =
      new HandlerCode(
          """
          837e08020f85350100004c8b05670100
          004c8b4e10498b48084d8b50104d8b58
          184883e9010f8214010000498d830010
          00004d3b0a721a4d3b4a0873144d3b0b
          72064d3b4b0872124983c3404939c372
          ec4989c34983c210ebc7b801000000f0
          490fc1404048ffc0f049ff4330498b4b
          084939c90f83ba0000004d3b0b0f82b1
          000000575652535541544c89db4889cd
          4c8b631049f7dc4d21cc4889c6488b43
          284939c47308f04c0fb1632875f34889
          7320b844010000bf0800000031f631d2
          0f054c89e78b531841ba3240000049c7
          c0ffffffff4531c9837b1c0074154889
          ee4c29e6b8090000000f05483d01f0ff
          ff720b488b7310b8090000000f054c8b
          0573000000f048ff4b30f049ff404841
          5c5d5b5a5e5f483d01f0ffff7321498d
          7840be01000000baffffff7fb8ca0000
          000f05c3f049ff4b30f049ff4048c348
          8b0532000000488b004883f8017602ff
          e031c050505050bf070000004889e631
          d241ba08000000b80d0000000f054883
          c420c3cccccccccc0000000000000000
          """);

  private static final HandlerCode AARCH64 =
      new HandlerCode(
          """
          5f2403d5290840b93f090071410d0054
          090f00582a0840f92b2100916bfddfc8
          2c3541a98b0c00b46b0500d1ae054091
          8f41c1a85f010feb422150fa02010054
          af4140a95f010feb422150fac3000054
          ad010191bf010eeb43ffff54ed030eaa
          f1ffff172e010191cffd5fc8ef050091
          cffd10c8b0ffff35aec10091c8fd5fc8
          08050091c8fd10c8b0ffff35bf3b03d5
          ae210091cbfddfc8ae0140f95f010eeb
          42214bfa22070054ac0940f9ee030ccb
          4a010e8aaea10091d0fd5fc85f0110eb
          62000054cafd10c890ffff35af1100f9
          bf3b03d5e60300aae70301aaf10302aa
          000180d2010080d2020080d2682380d2
          010000d4a2414329430688d204008092
          050080d2c81b80d2d0000034e0030aaa
          61010acb010000d41ffc3fb183000054
          e0030aaae1030caa010000d4bf3b03d5
          aec10091c8fd5fc8080500d1c8fd10c8
          b0ffff352e210191c8fd5fc808050091
          c8fd10c8b0ffff351ffc3fb1e2000054
          20010191210080d2e27b40b2480c80d2
          010000d4c0035fd6e00306aae10307aa
          e20311aa0c000014aec10091c8fd5fc8
          080500d1c8fd10c8b0ffff352e210191
          c8fd5fc808050091c8fd10c8b0ffff35
          c0035fd6f0010058100240f91f0600f1
          4900005400021fd6ff7fbea9ff7f01a9
          e00080d2e1030091020080d2030180d2
          c81080d2010000d4ff830091c0035fd6
          0000000000000000
          """);

  private static final HandlerCode RISCV64 =
      new HandlerCode(
          """
          170000009702000083b2421d03af8500
          930f20006312ff1903b3050183b38200
          0f00300203be020183be8201b7160000
          638403169383f3ff3387de00033f0e00
          833f8e00130e0e016360e303637ef301
          03bf0e006366e30183bf8e00636af301
          938e0e04e3e6eefe930e07006ff05ffc
          93870204930810002fbf1707130f1f00
          93870e03930810002fb017070f003003
          83b38e000f00300283bf0e006370730e
          636ef30d03be0e01b30fc0413373f301
          93878e022fb067c623b0ee030f003003
          13080500138f0500930f060013058000
          93050000130600009308b01173000000
          03a68e01b74600009b8626031307f0ff
          9307000083a8ce016380080213050300
          b38563409308e00d73000000b7f8ffff
          9b881800636a15011305030093050e00
          9308e00d730000000f00300393870e03
          9308f0ff2fb017079387820493081000
          2fb01707b7f8ffff9b88180063701503
          1385020493051000370600801b06f6ff
          93082006730000006780000013050800
          93050f0013860f006f00000293870e03
          9308f0ff2fb017079387820493081000
          2fb017076780000083b3020013031000
          6374730067800300130101fe23300100
          23340100233801001305700093050100
          13060000930680009308600873000000
          13010102678000000000000000000000
          """);

  private final byte[] code;

  private HandlerCode(String hex) {
    code = HexFormat.of().parseHex(hex.replace("\n", ""));
  }

  /**
   * Returns the code for the processor that {@code osArch} names, or null if that processor is not
   * supported.
   */
  static HandlerCode of(String osArch) {
    return switch (osArch) {
      case "amd64", "x86_64" -> X86_64;
      case "aarch64", "arm64" -> AARCH64;
      case "riscv64" -> RISCV64;
      default -> null;
    };
  }

  /** Returns a copy of the code, ready to run with the counters at {@code address}. */
  byte[] withCounters(long address) {
    byte[] ready = code.clone();
    // All supported processors are little-endian.
    ByteBuffer.wrap(ready)
        .order(ByteOrder.LITTLE_ENDIAN)
        .putLong(ready.length - Long.BYTES, address);
    return ready;
  }
}
