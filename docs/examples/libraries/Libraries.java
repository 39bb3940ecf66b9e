/** Prints the rows of the guide's two tables of libraries. */
final class Libraries {
  private Libraries() {}

  public static void main(String[] args) throws Exception {
    Channels.run();
    Streams.run();
    Buffers.run();
    Addresses.run();
  }
}
