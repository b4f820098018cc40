/// Benchmarks: the load driver and the JMH measurements.
@org.jspecify.annotations.NullMarked
module org.postern.bench {
    requires static org.jspecify;
    requires org.postern.base;
}
