start
the kernel's
end
